/** What the README shows for a script. Compiled with the sample app, so it cannot go stale. */
// #region script
import { apiKey, createCloseClient } from '@closekit/client';

const close = createCloseClient({ auth: apiKey(process.env.CLOSE_API_KEY ?? '') });
const me = await close.users.getMe();
console.log(`Hello ${me.first_name}`);
// #endregion
