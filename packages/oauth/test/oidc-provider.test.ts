import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createCloseOAuth,
  discoverAuthorizationServer,
  memoryStore,
  refreshTokens,
  revokeTokens,
} from '@closekit/oauth';
import type {
  CloseOAuth,
  CloseOAuthOptions,
  Grant,
  Tenant,
  TokenResponse,
  TokenStore,
} from '@closekit/oauth';
import { keys } from './connect.ts';
import { client, redirectUri, startOidcProvider } from './start-oidc-provider.ts';
import type { RunningProvider } from './start-oidc-provider.ts';

let provider: RunningProvider;
beforeAll(async () => {
  provider = await startOidcProvider();
});
afterAll(() => provider.close());

function identify(response: TokenResponse): Tenant {
  const [, payload = ''] = String(response.id_token).split('.');
  const claims: { sub: string } = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
  return { organizationId: 'orga_op', userId: claims.sub };
}

const discover = () => discoverAuthorizationServer(provider.issuer);

function optionsFor(store: TokenStore = memoryStore()): CloseOAuthOptions {
  const scope = 'openid offline_access';
  return { ...client, redirectUri, server: discover, scope, store, keys, identify };
}

async function login(oauth: CloseOAuth): Promise<Grant> {
  const { url, transaction } = await oauth.startAuthorization();
  // oidc-provider issues a refresh token only after a prompt for consent.
  url.searchParams.set('prompt', 'consent');
  const callbackUrl = await provider.authorize(url);
  const { grant } = await oauth.finishAuthorization({ callbackUrl, transaction });
  return grant;
}

describe('createCloseOAuth against oidc-provider', () => {
  it('discovers the server, logs in and names the tenant', async () => {
    const oauth = createCloseOAuth(optionsFor());
    const grant = await login(oauth);
    expect([grant.organizationId, grant.userId]).toEqual(['orga_op', 'user_op']);
    expect((await grant.get()).length).toBeGreaterThan(20);
    await oauth.close();
  });

  it('refuses the callback of another issuer', async () => {
    const oauth = createCloseOAuth(optionsFor());
    const { url, transaction } = await oauth.startAuthorization();
    const callbackUrl = await provider.authorize(url);
    callbackUrl.searchParams.set('iss', 'https://evil.example');
    const finished = oauth.finishAuthorization({ callbackUrl, transaction });
    await expect(finished).rejects.toMatchObject({ code: 'callback_rejected' });
  });

  it('rotates the refresh token, three times in a row', async () => {
    const oauth = createCloseOAuth(optionsFor());
    const grant = await login(oauth);
    const seen = new Set([await grant.get()]);
    const rotate = async (): Promise<void> => {
      grant.invalidate(await grant.get());
      seen.add(await grant.get());
    };
    await rotate();
    await rotate();
    await rotate();
    expect(seen.size).toBe(4);
    expect(await grant.status()).toMatchObject({ status: 'active', generation: 4 });
  });

  it('shares one rotation among concurrent callers', async () => {
    const oauth = createCloseOAuth(optionsFor());
    const grant = await login(oauth);
    grant.invalidate(await grant.get());
    const tokens = await Promise.all(Array.from({ length: 20 }, () => grant.get()));
    expect(new Set(tokens).size).toBe(1);
    expect(await grant.status()).toMatchObject({ generation: 2 });
  });

  it('shares one rotation among eight vaults over one store, though it ends the grant at reuse', async () => {
    const store = memoryStore();
    const oauth = createCloseOAuth(optionsFor(store));
    const grant = await login(oauth);
    const token = await grant.get();
    const crowd = Array.from({ length: 8 }, () => createCloseOAuth(optionsFor(store)).grant(grant));
    for (const one of crowd) one.invalidate(token);
    const tokens = await Promise.all(crowd.map((one) => one.get()));
    expect(new Set(tokens).size).toBe(1);
    expect(await grant.status()).toMatchObject({ status: 'active', generation: 2 });
  });

  it('keeps the connection when a request never arrives', async () => {
    let drops = 0;
    const lossy: typeof fetch = (input, init) =>
      drops-- > 0 ? Promise.reject(new TypeError('terminated')) : fetch(input, init);
    const oauth = createCloseOAuth({ ...optionsFor(), fetch: lossy });
    const grant = await login(oauth);
    grant.invalidate(await grant.get());
    drops = 1;
    expect((await grant.get()).length).toBeGreaterThan(20);
    expect(oauth.stats()).toMatchObject({ ambiguous_recovered: 1, refreshed: 1, dead: 0 });
  });

  it('loses it with the response that held its pair, reports it, and is revived by a login', async () => {
    let drops = 0;
    const lossy: typeof fetch = async (input, init) => {
      const response = await fetch(input, init);
      if (drops-- <= 0) return response;
      await response.text();
      throw new TypeError('terminated');
    };
    const oauth = createCloseOAuth({ ...optionsFor(), fetch: lossy });
    const grant = await login(oauth);
    grant.invalidate(await grant.get());
    drops = 1;
    await expect(grant.get()).rejects.toMatchObject({ code: 'reauthorization_required' });
    expect(oauth.stats()).toMatchObject({ ambiguous_lost: 1, dead: 1 });
    drops = 0;
    await login(oauth);
    expect((await grant.get()).length).toBeGreaterThan(20);
  });

  it('revokes the grant, so that a copy of it is refused', async () => {
    const store = memoryStore();
    const oauth = createCloseOAuth(optionsFor(store));
    const grant = await login(oauth);
    const copy = memoryStore();
    const record = await store.load('orga_op/user_op');
    if (record) await copy.compareAndSet('orga_op/user_op', 0, { ...record, version: 1 });
    await grant.revoke();
    const stolen = createCloseOAuth({ ...optionsFor(copy), sleep: () => Promise.resolve() }).grant(grant);
    stolen.invalidate(await stolen.get());
    await expect(stolen.get()).rejects.toMatchObject({ code: 'reauthorization_required' });
  });

  it('fails with client_misconfigured when the secret is wrong', async () => {
    const oauth = createCloseOAuth({ ...optionsFor(), clientSecret: 'wrong-secret' });
    await expect(login(oauth)).rejects.toMatchObject({ code: 'client_misconfigured' });
  });
});

describe('the protocol functions against oidc-provider', () => {
  const tokens = { accessToken: '', refreshToken: 'unknown', organizationId: 'o', userId: 'u', scope: '' };

  it('refuse an unknown refresh token and accept its revocation', async () => {
    const server = {
      issuer: provider.issuer,
      authorization_endpoint: `${provider.issuer}/auth`,
      token_endpoint: `${provider.issuer}/token`,
      revocation_endpoint: `${provider.issuer}/token/revocation`,
    };
    const refreshed = refreshTokens({ ...client, server, tokens });
    await expect(refreshed).rejects.toMatchObject({
      code: 'reauthorization_required',
      reason: 'invalid_grant',
    });
    await expect(revokeTokens({ ...client, server, tokens })).resolves.toBeUndefined();
  });
});
