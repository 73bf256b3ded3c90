// #region cloudflare
import { createCloseOAuth } from '@closekit/oauth';
import { d1Store } from '@closekit/oauth/stores/d1';
import { env, waitUntil } from 'cloudflare:workers';

// At module scope, so that all calls of the isolate share the tokens in memory.
export const oauth = createCloseOAuth({
  clientId: env.CLOSE_CLIENT_ID,
  clientSecret: env.CLOSE_CLIENT_SECRET,
  redirectUri: 'https://app.example/close/callback',
  store: d1Store({ database: env.DB }),
  keys: [{ id: '2026-01', secret: env.CLOSE_SEALING_KEY }],
  background: { waitUntil },
});
// #endregion
