import { createSandbox } from '@closekit/sandbox';
import type { SandboxRateLimit } from '@closekit/sandbox';
import { describe, expect, it } from 'vitest';
import { openApi } from './open-api.ts';

function limits({ headers }: Response): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => /rate-?limit|retry/.test(name)));
}

/** The rate-limit headers of three calls under a limit of two per 5 seconds, 1.25 seconds after the first. */
async function headersOf(rule: Partial<SandboxRateLimit>) {
  const { sandbox, call } = openApi({ leads: 0, rateLimit: { limit: 2, windowMs: 5000, ...rule } });
  await call('GET', '/me/');
  sandbox.clock.advance(1250);
  const { response: allowed } = await call('GET', '/me/');
  const { response: refused } = await call('GET', '/me/');
  expect([allowed.status, refused.status]).toEqual([200, 429]);
  return [limits(allowed), limits(refused)];
}

describe('rateLimit', () => {
  it('counts the requests of each token and endpoint by themselves', async () => {
    const { sandbox, call } = openApi({ leads: 0, rateLimit: { limit: 1, windowMs: 5000 } });
    const statuses = [await call('GET', '/me/'), await call('GET', '/me/'), await call('GET', '/user/')];
    expect(statuses.map(({ status }) => status)).toEqual([200, 429, 200]);
    const { accessToken } = sandbox.connect();
    const headers = { authorization: `Bearer ${accessToken}` };
    expect((await sandbox.fetch(`${sandbox.origin}/api/v1/me/`, { headers })).status).toBe(200);
  });

  it('has different limits for different endpoints', async () => {
    const { call } = openApi({
      leads: 1,
      rateLimit: [
        { limit: 3, windowMs: 1000 },
        { limit: 1, windowMs: 1000, endpoints: ['GET /lead/', 'POST /data/search/'] },
        { limit: 2, windowMs: 8000, endpoints: ['GET /lead/{id}/'] },
      ],
    });
    const { json } = await call('GET', '/lead/');
    expect((await call('GET', '/lead/')).status).toBe(429);
    const stated = async (path: string) => (await call('GET', path)).response.headers.get('ratelimit');
    expect(await stated(`/lead/${json.data[0].id}/`)).toBe('limit=2, remaining=1, reset=8');
    expect(await stated('/lead/lead_none/')).toBe('limit=2, remaining=0, reset=8');
    expect(await stated('/me/')).toBe('limit=3, remaining=2, reset=1');
  });

  it('limits only the endpoints that it names', async () => {
    const { call } = openApi({
      leads: 0,
      rateLimit: [{ limit: 1, windowMs: 1000, endpoints: ['GET /me/'] }],
    });
    const answers = [await call('GET', '/user/'), await call('GET', '/user/')];
    expect(answers.map(({ status, response }) => [status, response.headers.get('ratelimit')])).toEqual([
      [200, null],
      [200, null],
    ]);
  });

  it('sends the headers with commas by default, in whole seconds', async () => {
    expect(await headersOf({})).toEqual([
      { ratelimit: 'limit=2, remaining=0, reset=4' },
      { ratelimit: 'limit=2, remaining=0, reset=4', 'retry-after': '4' },
    ]);
  });

  it('sends a reset with decimals', async () => {
    expect(await headersOf({ reset: 'decimal' })).toEqual([
      { ratelimit: 'limit=2, remaining=0, reset=3.75' },
      { ratelimit: 'limit=2, remaining=0, reset=3.75', 'retry-after': '4' },
    ]);
  });

  it('sends semicolons beside separate headers', async () => {
    const separate = { 'ratelimit-limit': '2', 'ratelimit-remaining': '0', 'ratelimit-reset': '4' };
    const combined = { ratelimit: 'limit=2; remaining=0; reset=4', ...separate };
    expect(await headersOf({ headers: 'semicolons' })).toEqual([
      combined,
      { ...combined, 'retry-after': '4' },
    ]);
    expect(await headersOf({ headers: 'separate' })).toEqual([separate, { ...separate, 'retry-after': '4' }]);
  });

  it('sends the old headers', async () => {
    const old = { 'x-rate-limit-limit': '2', 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': '3.75' };
    expect(await headersOf({ headers: 'x-rate-limit', reset: 'decimal' })).toEqual([
      old,
      { ...old, 'retry-after': '4' },
    ]);
  });

  it('sends only a wait, or nothing at all', async () => {
    expect(await headersOf({ headers: 'retry-after' })).toEqual([{}, { 'retry-after': '4' }]);
    expect(await headersOf({ headers: 'none' })).toEqual([{}, {}]);
  });

  it('refuses while `remaining` is positive, when the stated limit is too high', async () => {
    expect(await headersOf({ statedLimit: 10 })).toEqual([
      { ratelimit: 'limit=10, remaining=8, reset=4' },
      { ratelimit: 'limit=10, remaining=8, reset=4', 'retry-after': '4' },
    ]);
  });

  it('names a wrong limit', () => {
    const wrong = [
      { limit: 0 },
      { windowMs: 0 },
      { statedLimit: 0 },
      { reset: 'never' },
      { headers: 'all' },
      { endpoints: 'GET /me/' },
    ];
    for (const rule of wrong) {
      const options = { rateLimit: [{ limit: 1, windowMs: 1, ...rule }] };
      const make = (): unknown => Reflect.apply(createSandbox, undefined, [options]);
      expect(make).toThrow(/^createSandbox: `rateLimit` must be false, or/);
    }
    const endpoints = ['GET /me/', 'GET /lead/lead_1/'];
    expect(() => createSandbox({ rateLimit: { limit: 1, windowMs: 1, endpoints } })).toThrow(
      'createSandbox: `rateLimit.endpoints` must be endpoints of the API, such as GET /lead/{id}/.',
    );
  });
});
