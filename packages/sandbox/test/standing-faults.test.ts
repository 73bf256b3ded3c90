import { describe, expect, it } from 'vitest';
import { openApi } from './open-api.ts';

describe('a fault without end', () => {
  it('takes the API down until it is removed', async () => {
    const { sandbox, call } = openApi({ leads: 0 });
    const down = sandbox.faults.next({
      path: ['/api/v1/', '/oauth2/token/'],
      status: 503,
      body: { error: 'Service unavailable.' },
      times: Infinity,
    });
    for (const path of ['/me/', '/lead/', '/me/']) expect((await call('GET', path)).status).toBe(503);
    const token = await sandbox.fetch(sandbox.metadata.token_endpoint, { method: 'POST' });
    expect(token.status).toBe(503);
    const page = await sandbox.fetch(`${sandbox.origin}/oauth2/authorize/`);
    expect(page.status).not.toBe(503);
    down.remove();
    expect((await call('GET', '/me/')).status).toBe(200);
  });

  it('simulates a rate limit with its headers', async () => {
    const { sandbox, call } = openApi({ leads: 0 });
    sandbox.faults.next({
      path: '/api/v1/',
      status: 429,
      body: { error: 'Too many requests.' },
      headers: { ratelimit: 'limit=100, remaining=0, reset=3', 'retry-after': '3' },
      times: Infinity,
    });
    const { status, response } = await call('GET', '/me/');
    expect([status, response.headers.get('retry-after'), response.headers.get('ratelimit')]).toEqual([
      429,
      '3',
      'limit=100, remaining=0, reset=3',
    ]);
  });

  it('simulates a broken network until all faults are cleared', async () => {
    const { sandbox, call } = openApi({ leads: 0 });
    sandbox.faults.next({ drop: 'before', times: Infinity });
    await expect(call('GET', '/me/')).rejects.toBeInstanceOf(TypeError);
    await expect(call('GET', '/me/')).rejects.toBeInstanceOf(TypeError);
    sandbox.faults.clear();
    expect((await call('GET', '/me/')).status).toBe(200);
  });

  it('delays every response', async () => {
    const { sandbox, call } = openApi({ leads: 0 });
    sandbox.faults.next({ path: '/api/v1/', delayMs: 2000, times: Infinity });
    const flights = [call('GET', '/me/'), call('GET', '/user/')];
    await new Promise((resolve) => setTimeout(resolve, 0));
    sandbox.clock.advance(2000);
    expect((await Promise.all(flights)).map(({ status }) => status)).toEqual([200, 200]);
  });

  it('yields to counted faults, and newer ones go before older ones', async () => {
    const { sandbox, call } = openApi({ leads: 0 });
    sandbox.faults.next({ status: 503, times: Infinity });
    const newer = sandbox.faults.next({ status: 502, times: Infinity });
    sandbox.faults.next({ status: 500 });
    expect((await call('GET', '/me/')).status).toBe(500);
    expect((await call('GET', '/me/')).status).toBe(502);
    newer.remove();
    expect((await call('GET', '/me/')).status).toBe(503);
  });

  it('has no effect with zero times', async () => {
    const { sandbox, call } = openApi({ leads: 0 });
    sandbox.faults.next({ status: 503, times: 0 });
    expect((await call('GET', '/me/')).status).toBe(200);
  });

  it('can be removed twice', async () => {
    const { sandbox, call } = openApi({ leads: 0 });
    const first = sandbox.faults.next({ status: 503, times: Infinity });
    sandbox.faults.next({ status: 502, times: Infinity });
    first.remove();
    first.remove();
    expect((await call('GET', '/me/')).status).toBe(502);
  });
});

describe('sandbox.revokeConnections', () => {
  it('revokes every grant, as when the user removes the app at Close', async () => {
    const { sandbox, call } = openApi({ leads: 0 });
    const { refreshToken } = sandbox.connect();
    sandbox.revokeConnections();
    expect((await call('GET', '/me/')).status).toBe(401);
    expect(sandbox.isRefreshTokenAlive(refreshToken)).toBe(false);
    const { clientId: client_id, clientSecret: client_secret } = sandbox.client;
    const refused = await sandbox.fetch(sandbox.metadata.token_endpoint, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        client_id,
        client_secret,
        refresh_token: refreshToken,
      }),
    });
    expect([refused.status, (await refused.json()).error]).toEqual([400, 'invalid_grant']);
    expect(sandbox.activeGrants()).toBe(0);
  });

  it('allows a new connection afterwards', async () => {
    const { sandbox } = openApi({ leads: 0 });
    sandbox.revokeConnections();
    const { refreshToken } = sandbox.connect();
    expect([sandbox.activeGrants(), sandbox.isRefreshTokenAlive(refreshToken)]).toEqual([1, true]);
  });
});
