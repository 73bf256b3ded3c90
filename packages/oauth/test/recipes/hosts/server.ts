// #region server
import { createCloseOAuth } from '@closekit/oauth';
import { postgresStore } from '@closekit/oauth/stores/postgres';

const oauth = createCloseOAuth({
  clientId: process.env.CLOSE_CLIENT_ID ?? '',
  clientSecret: process.env.CLOSE_CLIENT_SECRET ?? '',
  redirectUri: 'https://app.example/close/callback',
  store: postgresStore(process.env.DATABASE_URL ?? ''),
  keys: [{ id: '2026-01', secret: process.env.CLOSE_SEALING_KEY ?? '' }],
});

process.once('SIGTERM', () => {
  // The error lists the grants whose new tokens could not be stored.
  oauth.close().catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  });
});
// #endregion
