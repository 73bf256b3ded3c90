import { createCloseOAuth, discoverAuthorizationServer } from '@closekit/oauth';
import { sqliteStore } from '@closekit/oauth/stores/sqlite';
import { createCloseHandler, webhookRelay } from '@closekit/server';
import type { CloseHandler } from '@closekit/server';
import { sqliteSessionStore } from '@closekit/server/stores/sqlite';

const {
  ORIGIN: origin = 'http://localhost:3000',
  CLOSE_CLIENT_ID: clientId = '',
  CLOSE_CLIENT_SECRET: clientSecret = '',
  CLOSE_SEALING_KEY: secret = '',
  CLOSE_WEBHOOK_KEY: signatureKey,
  // A sandbox instead of Close.
  CLOSE_ORIGIN: closeOrigin,
} = process.env;

function createHandler(): CloseHandler {
  const oauth = createCloseOAuth({
    clientId,
    clientSecret,
    redirectUri: `${origin}/api/close/callback`,
    store: sqliteStore('close.db'),
    keys: [{ id: '2026-11', secret }],
    ...(closeOrigin && { server: () => discoverAuthorizationServer(closeOrigin) }),
  });
  return createCloseHandler({
    oauth,
    origin,
    sessions: sqliteSessionStore('close.db'),
    onEvent: (event) => 'error' in event && console.error(event.error),
    ...(signatureKey && { webhooks: webhookRelay({ signatureKey }) }),
    ...(closeOrigin && { apiOrigin: closeOrigin }),
  });
}

let created: CloseHandler | undefined;

/** Created at the first request: `next build` loads this file without the secrets. */
export const handler: CloseHandler = (request) => (created ??= createHandler())(request);
