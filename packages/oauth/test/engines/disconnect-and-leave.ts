import { createCloseOAuth } from '@closekit/oauth';
import { workerKeys } from '../proof/worker-keys.ts';
import { openStore } from './open-store.ts';

// A process that disconnects a grant. It stays on request; else it ends by itself, whatever is still to be done.
const { path, server, stays } = JSON.parse(process.argv[2] ?? '');
const oauth = createCloseOAuth({
  clientId: 'client',
  clientSecret: 'client-secret',
  redirectUri: 'https://app.example/callback',
  keys: workerKeys,
  server,
  store: openStore({ engine: 'sqlite', path }),
});
if (stays) process.on('message', () => undefined);
const grant = oauth.grant({ organizationId: 'orga_1', userId: 'user_1' });
const outcome = await grant.revoke().catch((error: unknown) => Reflect.get(Object(error), 'code'));
process.send?.(outcome);
