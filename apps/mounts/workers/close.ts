// #region handler
import { createCloseOAuth, discoverAuthorizationServer } from '@closekit/oauth';
import { d1Store } from '@closekit/oauth/stores/d1';
import { createCloseHandler } from '@closekit/server';
import { d1SessionStore } from '@closekit/server/stores/d1';
import { env, waitUntil } from 'cloudflare:workers';

const { ORIGIN: origin, CLOSE_ORIGIN: closeOrigin } = env;

// At module scope: the requests of an isolate share their refreshes.
const oauth = createCloseOAuth({
  clientId: env.CLOSE_CLIENT_ID,
  clientSecret: env.CLOSE_CLIENT_SECRET,
  redirectUri: `${origin}/api/close/callback`,
  store: d1Store({ database: env.DB }),
  keys: [{ id: '2026-11', secret: env.CLOSE_SEALING_KEY }],
  background: { waitUntil },
  ...(closeOrigin && { server: () => discoverAuthorizationServer(closeOrigin) }),
});

export const handler = createCloseHandler({
  oauth,
  origin,
  sessions: d1SessionStore({ database: env.DB }),
  onEvent: (event) => 'error' in event && console.error(event.error),
  ...(closeOrigin && { apiOrigin: closeOrigin }),
});
// #endregion handler
