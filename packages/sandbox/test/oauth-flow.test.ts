import * as oauth from 'oauth4webapi';
import { createSandbox } from '@closekit/sandbox';
import type { Sandbox, SandboxOptions } from '@closekit/sandbox';
import { describe, expect, it } from 'vitest';
import { noon } from './open-api.ts';

/** An independent client of the sandbox. */
async function independentClient(options: SandboxOptions = {}) {
  const sandbox = createSandbox({ leads: 0, now: () => noon, ...options });
  const through = {
    [oauth.customFetch]: (
      url: string,
      { body, ...init }: oauth.CustomFetchOptions<string, BodyInit | undefined>,
    ) => sandbox.fetch(url, { ...init, ...(body !== undefined && { body }) }),
  };
  const issuer = new URL(sandbox.origin);
  const discovery = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...through });
  const server = await oauth.processDiscoveryResponse(issuer, discovery);
  const client: oauth.Client = { client_id: sandbox.client.clientId };
  const auth = oauth.ClientSecretPost(sandbox.client.clientSecret);

  async function refresh(refreshToken: string, clientAuth = auth): Promise<oauth.TokenEndpointResponse> {
    const response = await oauth.refreshTokenGrantRequest(server, client, clientAuth, refreshToken, through);
    return oauth.processRefreshTokenResponse(server, client, response);
  }
  async function me(accessToken = ''): Promise<number> {
    const headers = { authorization: `Bearer ${accessToken}` };
    return (await sandbox.fetch(`${sandbox.origin}/api/v1/me/`, { headers })).status;
  }
  return { sandbox, through, server, client, auth, refresh, me };
}

type IndependentClient = Awaited<ReturnType<typeof independentClient>>;

async function authorize(
  { sandbox, server, client, through, auth }: IndependentClient,
  organizationId?: string,
) {
  const verifier = oauth.generateRandomCodeVerifier();
  const url = authorizationUrl(sandbox, {
    state: 'a-state',
    scope: 'all.full_access offline_access',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  const callback = await sandbox.approve(url, organizationId === undefined ? {} : { organizationId });
  const parameters = oauth.validateAuthResponse(server, client, callback, 'a-state');
  const { redirectUri } = sandbox.client;
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    auth,
    parameters,
    redirectUri,
    verifier,
    through,
  );
  return oauth.processAuthorizationCodeResponse(server, client, response);
}

function authorizationUrl(sandbox: Sandbox, parameters: Record<string, string>): URL {
  const url = new URL(sandbox.metadata.authorization_endpoint);
  url.search = new URLSearchParams({
    client_id: sandbox.client.clientId,
    response_type: 'code',
    redirect_uri: sandbox.client.redirectUri,
    ...parameters,
  }).toString();
  return url;
}

describe('the authorization server', () => {
  it('issues tokens of the chosen organization through discovery and PKCE', async () => {
    const its = await independentClient();
    const second = its.sandbox.organizations[1]?.id ?? '';
    const tokens = await authorize(its, second);
    expect(tokens).toMatchObject({
      token_type: 'bearer',
      expires_in: 3600,
      scope: 'all.full_access offline_access',
      organization_id: second,
      user_id: its.sandbox.users[0]?.id,
    });
    expect(await its.me(tokens.access_token)).toBe(200);
  });

  it('rotates: the new pair works, the old access token does not', async () => {
    const its = await independentClient();
    const first = await authorize(its);
    const second = await its.refresh(first.refresh_token ?? '');
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect(await its.me(first.access_token)).toBe(401);
    expect(await its.me(second.access_token)).toBe(200);
  });

  it('keeps the old access token valid with keepOldAccessToken', async () => {
    const its = await independentClient({ keepOldAccessToken: true });
    const first = await authorize(its);
    await its.refresh(first.refresh_token ?? '');
    expect(await its.me(first.access_token)).toBe(200);
  });

  it('revokes the grant when a refresh token is reused', async () => {
    const its = await independentClient();
    const first = await authorize(its);
    const second = await its.refresh(first.refresh_token ?? '');
    await expect(its.refresh(first.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
      status: 400,
    });
    expect(await its.me(second.access_token)).toBe(401);
    expect(its.sandbox.isRefreshTokenAlive(second.refresh_token ?? '')).toBe(false);
    expect(its.sandbox.activeGrants()).toBe(0);
  });

  it('only refuses a used refresh token when reuse is "refuse"', async () => {
    const its = await independentClient({ reuse: 'refuse' });
    const first = await authorize(its);
    const second = await its.refresh(first.refresh_token ?? '');
    await expect(its.refresh(first.refresh_token ?? '')).rejects.toMatchObject({ error: 'invalid_grant' });
    expect(await its.me(second.access_token)).toBe(200);
    expect(its.sandbox.isRefreshTokenAlive(second.refresh_token ?? '')).toBe(true);
  });

  it('revokes the access token together with its refresh token', async () => {
    const its = await independentClient();
    const tokens = await authorize(its);
    const response = await oauth.revocationRequest(
      its.server,
      its.client,
      its.auth,
      tokens.refresh_token ?? '',
      its.through,
    );
    await oauth.processRevocationResponse(response);
    expect(await its.me(tokens.access_token)).toBe(401);
    await expect(its.refresh(tokens.refresh_token ?? '')).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it('returns 200 for an unknown token and revokes an access token alone', async () => {
    const its = await independentClient();
    const tokens = await authorize(its);
    const revoke = (token: string) =>
      oauth.revocationRequest(its.server, its.client, its.auth, token, its.through);
    expect((await revoke('unknown')).status).toBe(200);
    await revoke(tokens.access_token);
    expect(await its.me(tokens.access_token)).toBe(401);
    expect(its.sandbox.isRefreshTokenAlive(tokens.refresh_token ?? '')).toBe(true);
  });

  it('authenticates clients by the Authorization header too, and challenges only those', async () => {
    const its = await independentClient();
    const { refreshToken } = its.sandbox.connect();
    await its.refresh(refreshToken, oauth.ClientSecretBasic(its.sandbox.client.clientSecret));
    const refused = async (clientAuth: oauth.ClientAuth) =>
      oauth.refreshTokenGrantRequest(its.server, its.client, clientAuth, 'any', its.through);
    const inHeader = await refused(oauth.ClientSecretBasic('wrong'));
    const inBody = await refused(oauth.ClientSecretPost('wrong'));
    expect([inHeader.status, inHeader.headers.has('www-authenticate')]).toEqual([401, true]);
    expect([inBody.status, inBody.headers.has('www-authenticate')]).toEqual([401, false]);
    expect(await inBody.json()).toMatchObject({ error: 'invalid_client' });
  });

  it('lets exactly one of eight concurrent refreshes succeed, fifty times', async () => {
    const its = await independentClient({ reuse: 'refuse' });
    let { refreshToken } = its.sandbox.connect();
    for (let round = 0; round < 50; round += 1) {
      const flights = Array.from({ length: 8 }, () => its.refresh(refreshToken));
      const outcomes = await Promise.allSettled(flights);
      const winners = outcomes.filter((outcome) => outcome.status === 'fulfilled');
      expect(winners).toHaveLength(1);
      refreshToken = winners[0]?.value.refresh_token ?? '';
    }
    expect(its.sandbox.requests.filter(({ status }) => status === 400)).toHaveLength(350);
  });

  it('issues no refresh token without offline_access', async () => {
    const its = await independentClient();
    const callback = await its.sandbox.approve(authorizationUrl(its.sandbox, { scope: 'all.full_access' }));
    const tokens = await exchange(its.sandbox, { code: callback.searchParams.get('code') ?? '' });
    expect(await tokens.json()).not.toHaveProperty('refresh_token');
  });
});

async function exchange(sandbox: Sandbox, parameters: Record<string, string>): Promise<Response> {
  return sandbox.fetch(sandbox.metadata.token_endpoint, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: sandbox.client.clientId,
      client_secret: sandbox.client.clientSecret,
      ...parameters,
    }),
  });
}

async function freshCode(sandbox: Sandbox, parameters: Record<string, string> = {}): Promise<string> {
  const callback = await sandbox.approve(authorizationUrl(sandbox, parameters));
  return callback.searchParams.get('code') ?? '';
}

describe('a code', () => {
  it('can be redeemed without redirect_uri and without PKCE', async () => {
    const sandbox = createSandbox({ leads: 0 });
    expect((await exchange(sandbox, { code: await freshCode(sandbox) })).status).toBe(200);
  });

  it('is refused the second time, and its grant is revoked', async () => {
    const sandbox = createSandbox({ leads: 0 });
    const code = await freshCode(sandbox);
    await exchange(sandbox, { code });
    expect(sandbox.activeGrants()).toBe(1);
    const again = await exchange(sandbox, { code });
    expect(await again.json()).toMatchObject({ error: 'invalid_grant' });
    expect(sandbox.activeGrants()).toBe(0);
  });

  it('expires after a minute', async () => {
    const sandbox = createSandbox({ leads: 0, now: () => noon });
    const code = await freshCode(sandbox);
    sandbox.clock.advance(60_000);
    expect((await exchange(sandbox, { code })).status).toBe(400);
  });

  it('is bound to its redirect_uri', async () => {
    const sandbox = createSandbox({ leads: 0 });
    const code = await freshCode(sandbox);
    const response = await exchange(sandbox, { code, redirect_uri: 'http://localhost:3000/elsewhere' });
    expect(await response.json()).toMatchObject({ error: 'invalid_grant' });
  });

  it('is bound to its challenge: a wrong, missing or unexpected verifier is refused', async () => {
    const sandbox = createSandbox({ leads: 0 });
    const code_challenge = await oauth.calculatePKCECodeChallenge('v'.repeat(43));
    const bound = { code_challenge, code_challenge_method: 'S256' };
    const wrong = await exchange(sandbox, {
      code: await freshCode(sandbox, bound),
      code_verifier: 'w'.repeat(43),
    });
    const missing = await exchange(sandbox, { code: await freshCode(sandbox, bound) });
    const unasked = await exchange(sandbox, {
      code: await freshCode(sandbox),
      code_verifier: 'v'.repeat(43),
    });
    expect([wrong.status, missing.status, unasked.status]).toEqual([400, 400, 400]);
  });
});

describe('the token endpoint', () => {
  it('refuses invalid requests in the format of RFC 6749', async () => {
    const sandbox = createSandbox({ leads: 0 });
    const noGrant = await exchange(sandbox, { grant_type: 'password' });
    expect(await noGrant.json()).toMatchObject({ error: 'unsupported_grant_type' });
    const noCode = await exchange(sandbox, {});
    expect(await noCode.json()).toMatchObject({ error: 'invalid_request' });
    const json = await sandbox.fetch(sandbox.metadata.token_endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect([json.status, await json.json()]).toMatchObject([400, { error: 'invalid_request' }]);
  });

  it('accepts only POST', async () => {
    const sandbox = createSandbox({ leads: 0 });
    const response = await sandbox.fetch(sandbox.metadata.token_endpoint);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('sends responses that must not be cached', async () => {
    const sandbox = createSandbox({ leads: 0 });
    const response = await exchange(sandbox, {});
    expect(response.headers.get('cache-control')).toBe('no-store');
  });
});
