/** The script snippet of the README, compiled with the sample app. */
// #region script
import { apiKey, createCloseClient } from '@closekit/client';

const close = createCloseClient({ auth: apiKey(process.env.CLOSE_API_KEY ?? '') });
const me = await close.users.getMe();
console.log(`Hello ${me.first_name}`);
// #endregion
