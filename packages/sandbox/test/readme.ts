// The examples of the README, here so that they are compiled.

import { createSandbox } from '@closekit/sandbox';

const sandbox = createSandbox({ storageOrigin: 'https://storage.localhost' });

// #region bodies
sandbox.faults.next({ path: '/storage/', stallMs: 5000 }); // half of the file, and the rest after five seconds
sandbox.faults.next({ path: '/storage/', truncate: 1000 }); // ends after 1,000 bytes
sandbox.faults.next({ path: '/storage/', lengthOff: 10 }); // declares ten bytes more than it sends
// #endregion bodies

// #region consistency
createSandbox({
  consistency: { listDelayMs: 45_000, eventDelayMs: 5000, consolidateMs: 60_000, childEvents: false },
  ceilings: { searchResults: 100, skip: 100, pageSize: 10 },
});
// #endregion consistency

// #region strict
const { accessToken } = sandbox.connect();
const response = await sandbox.fetch('https://api.close.com/api/v1/lead/?_fields=id,nmae', {
  headers: { authorization: `Bearer ${accessToken}` },
});
response.headers.get('x-closekit-sandbox'); // 'not-understood'
await response.json(); // { errors: […], 'field-errors': { _fields: 'The sandbox does not know "nmae" in _fields.' } }

createSandbox({ strict: false }); // answers what it understands
// #endregion strict
