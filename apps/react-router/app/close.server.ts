import { randomBytes } from 'node:crypto';
import { createCloseOAuth, memoryStore } from '@closekit/oauth';
import { createSandbox } from '@closekit/sandbox';
import { createCloseHandler } from '@closekit/server';

const {
  CLOSE_CLIENT_ID: ownClientId,
  CLOSE_CLIENT_SECRET: ownClientSecret = '',
  ORIGIN: origin = 'http://localhost:5173',
} = process.env;
const redirectUri = `${origin}/api/close/callback`;
const demoClient = { clientId: 'oa2client_demo', clientSecret: 'demo-secret', redirectUris: [redirectUri] };

/** The sandbox that stands in for Close, unless an app registered at Close is configured. */
export const sandbox = ownClientId ? undefined : createSandbox({ origin, client: demoClient, leads: 200 });

const { clientId, clientSecret } = ownClientId
  ? { clientId: ownClientId, clientSecret: ownClientSecret }
  : demoClient;

const oauth = createCloseOAuth({
  clientId,
  clientSecret,
  redirectUri,
  // Store and key live as long as this process. A real app persists both: see @closekit/oauth/stores/sqlite.
  store: memoryStore(),
  keys: [{ id: 'process', secret: randomBytes(32).toString('base64url') }],
  ...(sandbox && { server: sandbox.metadata, fetch: sandbox.fetch }),
});

/**
 * Login, callback, session, logout and API proxy: mounted at `/api/close`, and called in process by the
 * loaders.
 */
export const handler = createCloseHandler({
  oauth,
  origin,
  ...(sandbox && { apiOrigin: sandbox.origin, fetch: sandbox.fetch }),
});
