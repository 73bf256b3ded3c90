// #region lambda
import { createCloseOAuth } from '@closekit/oauth';
import { postgresStore } from '@closekit/oauth/stores/postgres';

// Outside the handler, so that later calls of this environment find the tokens in memory.
const oauth = createCloseOAuth({
  clientId: process.env.CLOSE_CLIENT_ID ?? '',
  clientSecret: process.env.CLOSE_CLIENT_SECRET ?? '',
  redirectUri: 'https://app.example/close/callback',
  store: postgresStore(process.env.DATABASE_URL ?? ''),
  keys: [{ id: '2026-01', secret: process.env.CLOSE_SEALING_KEY ?? '' }],
  background: 'off',
  callLimitMs: 25_000, // not longer than the timeout of the function
});

export async function handler(event: { organizationId: string; userId: string }): Promise<string> {
  const grant = oauth.grant(event);
  return `Bearer ${await grant.get()}`;
}
// #endregion
