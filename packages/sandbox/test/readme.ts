// The examples of the README, here so that they are compiled.

import { createSandbox } from '@closekit/sandbox';

const sandbox = createSandbox({ storageOrigin: 'https://storage.localhost' });

// #region bodies
sandbox.faults.next({ path: '/storage/', stallMs: 5000 }); // half of the file, and the rest after five seconds
sandbox.faults.next({ path: '/storage/', truncate: 1000 }); // ends after 1,000 bytes
sandbox.faults.next({ path: '/storage/', lengthOff: 10 }); // declares ten bytes more than it sends
// #endregion bodies
