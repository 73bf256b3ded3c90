/**
 * A Worker with its vaults at module scope, as the documents show it. One keeps each refresh in its call, one passes it to
 * `waitUntil`, and one has neither a store nor keys.
 */
import { createCloseOAuth, discoverAuthorizationServer } from '@closekit/oauth';
import { d1Store } from '@closekit/oauth/stores/d1';
import { env, waitUntil } from 'cloudflare:workers';

const redirectUri = 'https://app.example/callback';
let aheadMs = 0;
const options = {
  clientId: 'client',
  clientSecret: 'client-secret',
  redirectUri,
  server: () => discoverAuthorizationServer(env.ISSUER),
  keys: [{ id: 'k1', secret: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }],
  store: d1Store({ database: env.DB }),
  callLimitMs: 8000,
  leaseMs: 1200,
  now: () => Date.now() + aheadMs,
};
const { keys, store, ...bare } = options;
const vaults = {
  call: createCloseOAuth(options),
  waitUntil: createCloseOAuth({ ...options, keys, store, background: { waitUntil } }),
  bare: createCloseOAuth(bare),
};

export default {
  /** @param {Request} request - `/connect` or `/get`, with a vault and a user; `ahead` moves the clock. */
  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    const oauth = vaults[searchParams.get('vault')];
    const userId = searchParams.get('user');
    aheadMs = Number(searchParams.get('ahead') ?? aheadMs);
    try {
      if (pathname === '/connect') await connect(oauth, userId);
      const token = await oauth.grant({ organizationId: 'orga', userId }).get();
      return Response.json({ token });
    } catch (error) {
      return Response.json({ code: error.code ?? String(error), retryAfterMs: error.retryAfterMs });
    }
  },
};

async function connect(oauth, userId) {
  const { url, transaction } = await oauth.startAuthorization();
  const callbackUrl = `${redirectUri}?code=${userId}&state=${url.searchParams.get('state')}`;
  await oauth.finishAuthorization({ callbackUrl, transaction });
}
