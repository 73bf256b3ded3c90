// #region vercel
import { createCloseOAuth } from '@closekit/oauth';
import { postgresStore } from '@closekit/oauth/stores/postgres';
import { waitUntil } from '@vercel/functions';

export const maxDuration = 60; // of the route, in seconds

export const oauth = createCloseOAuth({
  clientId: process.env.CLOSE_CLIENT_ID ?? '',
  clientSecret: process.env.CLOSE_CLIENT_SECRET ?? '',
  redirectUri: 'https://app.example/close/callback',
  store: postgresStore(process.env.DATABASE_URL ?? ''),
  keys: [{ id: '2026-01', secret: process.env.CLOSE_SEALING_KEY ?? '' }],
  background: { waitUntil },
  callLimitMs: maxDuration * 1000,
});
// #endregion
