import { createSandbox } from '@closekit/sandbox';
import { describe, expect, it } from 'vitest';
import { noon, openApi } from './open-api.ts';

describe('sandbox.fetch', () => {
  it('accepts a Request, or a URL with init, and works unbound', async () => {
    const { sandbox, accessToken } = openApi({ leads: 0 });
    const { fetch } = sandbox;
    const headers = { authorization: `Bearer ${accessToken}` };
    expect((await fetch(new Request(`${sandbox.origin}/api/v1/me/`, { headers }))).status).toBe(200);
    expect((await fetch(new URL(`${sandbox.origin}/api/v1/me/`), { headers })).status).toBe(200);
  });

  it('responds under the URLs of the real Close', async () => {
    const { sandbox, accessToken } = openApi({ leads: 0 });
    const headers = { authorization: `Bearer ${accessToken}` };
    expect((await sandbox.fetch('https://api.close.com/api/v1/me/', { headers })).status).toBe(200);
  });

  it('rejects with the reason of an abort', async () => {
    const { sandbox } = openApi({ leads: 0 });
    sandbox.faults.next({ delayMs: 1000 });
    const controller = new AbortController();
    const flight = sandbox.fetch(`${sandbox.origin}/api/v1/me/`, { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(flight).rejects.toThrow('enough');
  });

  it('responds to unknown paths outside the API with an HTML page', async () => {
    const { sandbox } = openApi({ leads: 0 });
    const response = await sandbox.fetch(`${sandbox.origin}/somewhere`);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      404,
      'text/html; charset=utf-8',
    ]);
  });
});

describe('sandbox.faults', () => {
  const path = '/api/v1/me/';

  it('drops a request before it arrives', async () => {
    const { sandbox, call } = openApi({ leads: 0 });
    sandbox.faults.next({ path, drop: 'before' });
    const dropped = new TypeError('fetch failed: the sandbox dropped the connection');
    await expect(call('GET', '/me/')).rejects.toEqual(dropped);
    expect(sandbox.requests).toEqual([]);
    expect((await call('GET', '/me/')).status).toBe(200);
  });

  it('loses a response after handling the request', async () => {
    const { sandbox, call } = openApi({ leads: 0 });
    sandbox.faults.next({ method: 'POST', drop: 'after' });
    await expect(call('POST', '/lead/', { name: 'Kept' })).rejects.toBeInstanceOf(TypeError);
    expect((await call('GET', '/lead/')).json.data).toHaveLength(1);
  });

  it('loses the response of a successful refresh', async () => {
    const { sandbox } = openApi({ leads: 0, reuse: 'refuse' });
    const { refreshToken } = sandbox.connect();
    sandbox.faults.next({ path: '/oauth2/token/', drop: 'after' });
    const refresh = () =>
      sandbox.fetch(sandbox.metadata.token_endpoint, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'refresh_token',
          client_id: sandbox.client.clientId,
          client_secret: sandbox.client.clientSecret,
          refresh_token: refreshToken,
        }),
      });
    await expect(refresh()).rejects.toBeInstanceOf(TypeError);
    expect(sandbox.isRefreshTokenAlive(refreshToken)).toBe(false);
    expect((await refresh()).status).toBe(400);
  });

  it('responds with a status and HTML without handling the request', async () => {
    const { sandbox, accessToken } = openApi({ leads: 0 });
    sandbox.faults.next({ path, times: 2, status: 502, body: '<h1>Bad gateway</h1>' });
    const request = () =>
      sandbox.fetch(sandbox.origin + path, { headers: { authorization: `Bearer ${accessToken}` } });
    const first = await request();
    expect([first.status, await first.text()]).toEqual([502, '<h1>Bad gateway</h1>']);
    expect((await request()).status).toBe(502);
    expect((await request()).status).toBe(200);
  });

  it('cuts a body in half', async () => {
    const { sandbox, accessToken } = openApi({ leads: 0 });
    sandbox.faults.next({ path, truncate: true });
    const headers = { authorization: `Bearer ${accessToken}` };
    const response = await sandbox.fetch(sandbox.origin + path, { headers });
    await expect(response.json()).rejects.toBeInstanceOf(SyntaxError);
  });

  it('delays a response until the clock has advanced', async () => {
    const { sandbox, call } = openApi({ leads: 0 });
    sandbox.faults.next({ path, delayMs: 5000 });
    let isAnswered = false;
    const flight = call('GET', '/me/').then((answer) => {
      isAnswered = true;
      return answer;
    });
    await call('GET', '/user/');
    sandbox.clock.advance(4999);
    await call('GET', '/user/');
    expect(isAnswered).toBe(false);
    sandbox.clock.advance(1);
    expect((await flight).status).toBe(200);
  });

  it('are removed by clear', async () => {
    const { sandbox, call } = openApi({ leads: 0 });
    sandbox.faults.next({ status: 500 });
    sandbox.faults.clear();
    expect((await call('GET', '/me/')).status).toBe(200);
  });
});

describe('sandbox.requests', () => {
  it('logs requests without secrets', async () => {
    const { sandbox, accessToken, call } = openApi({ leads: 0 });
    const { refreshToken } = sandbox.connect();
    const { clientId: client_id, clientSecret: client_secret } = sandbox.client;
    await call('GET', '/me/?_fields=id');
    await call('POST', '/lead/', { name: 'Seen' });
    await sandbox.fetch(sandbox.metadata.token_endpoint, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        client_id,
        client_secret,
        refresh_token: refreshToken,
      }),
    });
    expect(sandbox.requests).toMatchObject([
      {
        method: 'GET',
        path: '/api/v1/me/',
        query: '_fields=id',
        status: 200,
        authorization: true,
      },
      {
        method: 'POST',
        path: '/api/v1/lead/',
        status: 200,
        body: { name: 'Seen' },
        authorization: true,
      },
      {
        method: 'POST',
        path: '/oauth2/token/',
        status: 200,
        body: { grant_type: 'refresh_token' },
        authorization: false,
      },
    ]);
    const kept = JSON.stringify(sandbox.requests);
    expect(kept).not.toContain(refreshToken);
    expect(kept).not.toContain(accessToken);
    expect(kept).not.toContain(client_secret);
  });
});

describe('access tokens', () => {
  it('expire by the clock and by expireAccessTokens', async () => {
    const { sandbox, call } = openApi({ leads: 0, tokenLifetimeMs: 60_000 });
    sandbox.clock.advance(59_999);
    expect((await call('GET', '/me/')).status).toBe(200);
    sandbox.clock.advance(1);
    expect(await call('GET', '/me/')).toMatchObject({ status: 401, json: { error: expect.any(String) } });

    const other = openApi({ leads: 0 });
    other.sandbox.expireAccessTokens();
    expect((await other.call('GET', '/me/')).status).toBe(401);
    expect(other.sandbox.activeGrants()).toBe(1);
  });

  it('belong to one organization each', async () => {
    const { sandbox } = openApi();
    const [, second] = sandbox.organizations;
    const { accessToken, organizationId } = sandbox.connect({ organizationId: second?.id ?? '' });
    const headers = { authorization: `Bearer ${accessToken}` };
    const me = await (await sandbox.fetch(`${sandbox.origin}/api/v1/me/`, { headers })).json();
    expect(me.organizations).toMatchObject([{ id: organizationId, name: 'Lumen Studio' }]);
    expect(() => sandbox.connect({ organizationId: 'orga_none' })).toThrow(TypeError);
  });

  it('have an API key as an alternative', async () => {
    const { sandbox } = openApi();
    const headers = { authorization: `Basic ${btoa(`${sandbox.apiKey}:`)}` };
    expect((await sandbox.fetch(`${sandbox.origin}/api/v1/me/`, { headers })).status).toBe(200);
  });
});

describe('rateLimit', () => {
  it('counts per token and endpoint, sends the header, and responds with 429', async () => {
    const { sandbox, call } = openApi({ rateLimit: { limit: 2, windowMs: 5000 } });
    const first = await call('GET', '/me/');
    expect(first.response.headers.get('ratelimit')).toBe('limit=2, remaining=1, reset=5');
    await call('GET', '/me/');
    const held = await call('GET', '/me/');
    expect([held.status, held.response.headers.get('retry-after')]).toEqual([429, '5']);
    expect((await call('GET', '/user/')).status).toBe(200);
    sandbox.clock.advance(5000);
    expect((await call('GET', '/me/')).status).toBe(200);
  });

  it('is off by default', async () => {
    const { response } = await openApi().call('GET', '/me/');
    expect(response.headers.has('ratelimit')).toBe(false);
  });
});

async function pageOf(seed: number): Promise<unknown> {
  return (await openApi({ seed }).call('GET', '/lead/?_limit=200')).json;
}

describe('the seed', () => {
  it('determines the data', async () => {
    expect(await pageOf(7)).toEqual(await pageOf(7));
    expect(await pageOf(7)).not.toEqual(await pageOf(8));
  });

  it('determines timelines in any order of reads', async () => {
    const one = openApi();
    const two = openApi();
    const { json: leads } = await one.call('GET', '/lead/?_fields=id&_limit=2');
    const path = `/activity/?lead_id=${leads.data[1].id}`;
    await two.call('GET', '/activity/');
    expect((await one.call('GET', path)).json).toEqual((await two.call('GET', path)).json);
  });

  it('uses only reserved addresses and numbers, and ids in the format of Close', async () => {
    const text = JSON.stringify(await pageOf(1));
    const emails = [...text.matchAll(/"email":"[^@"]+@([^"]+)"/g)].map(([, host]) => host);
    const phones = [...text.matchAll(/"phone":"([^"]+)"/g)].map(([, number]) => number);
    expect(Math.min(emails.length, phones.length)).toBeGreaterThan(40);
    expect(emails.filter((host) => !host?.endsWith('example.com'))).toEqual([]);
    expect(phones.filter((number) => !/^\+1\d{3}55501\d\d$/.test(number ?? ''))).toEqual([]);
    expect(text).toMatch(/"id":"lead_[0-9A-Za-z]{43}"/);
  });

  it('creates two different organizations, and a user who belongs to both', () => {
    const { organizations, users } = createSandbox();
    expect(organizations.map(({ name }) => name)).toEqual(['Harbor & Pine Supply', 'Lumen Studio']);
    expect(users[0]?.organizationIds).toEqual(organizations.map(({ id }) => id));
  });
});

describe('sandbox.reset', () => {
  it('restores the initial state', async () => {
    const { sandbox, call } = openApi();
    const before = (await call('GET', '/lead/')).json;
    await call('DELETE', `/lead/${before.data[0].id}/`);
    sandbox.faults.next({ status: 500 });
    sandbox.clock.advance(1000);
    sandbox.reset();
    expect([sandbox.activeGrants(), sandbox.requests, sandbox.clock.now()]).toEqual([0, [], noon]);
    const { accessToken } = sandbox.connect();
    const headers = { authorization: `Bearer ${accessToken}` };
    const after = await sandbox.fetch(`${sandbox.origin}/api/v1/lead/`, { headers });
    expect(await after.json()).toEqual(before);
  });
});

describe('createSandbox', () => {
  it('refuses wrong values, naming the option', () => {
    expect(() => createSandbox({ origin: 'close.localhost/' })).toThrow(
      'createSandbox: `origin` must be an origin, such as https://close.localhost.',
    );
    for (const leads of [-1, 1.5, 100_000_001]) {
      expect(() => createSandbox({ leads })).toThrow(
        'createSandbox: `leads` must be a whole number from 0 to 100000000.',
      );
    }
    expect(() => createSandbox({ tokenLifetimeMs: 0 })).toThrow(
      'createSandbox: `tokenLifetimeMs` must be a number greater than 0.',
    );
    expect(() => createSandbox({ rateLimit: { limit: 0, windowMs: 1000 } })).toThrow(
      'createSandbox: `rateLimit` must be false, or have a `limit` and `windowMs` greater than 0.',
    );
    const client = { clientId: 'c', clientSecret: 's', redirectUris: [] };
    expect(() => createSandbox({ client })).toThrow(
      'createSandbox: `client.redirectUris` must be a non-empty array of absolute URLs.',
    );
  });

  it.each([
    ['options', null, 'an object'],
    ['client.clientId', { client: { clientId: 5 } }, 'a non-empty string'],
    ['keepOldAccessToken', { keepOldAccessToken: 'no' }, 'true or false'],
    ['sendWebhook', { sendWebhook: 'https://app.example/hook' }, 'a function'],
  ])('refuses wrong types in %s', (name, options, wanted) => {
    const make = (): unknown => Reflect.apply(createSandbox, undefined, [options]);
    expect(make).toThrow(`createSandbox: \`${name}\` must be ${wanted}.`);
  });
});
