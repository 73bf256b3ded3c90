import { describe, expect, it } from 'vitest';
import { connectSandbox, sessionOf, signIn } from './connect-sandbox.ts';
import type { World } from './connect-sandbox.ts';

async function connected(): Promise<World> {
  const world = connectSandbox();
  await signIn(world);
  return world;
}

const createLead = ({ browser }: World, name: string) =>
  browser.call('/api/close/api/v1/lead/', {
    method: 'POST',
    body: JSON.stringify({ name }),
    headers: { 'content-type': 'application/json' },
  });

const tokenCalls = ({ sandbox }: World) =>
  sandbox.requests.filter(({ path }) => path === '/oauth2/token/').length;

describe('calling Close through the handler', () => {
  it('reads and writes with the token of the session', async () => {
    const world = await connected();
    const list = await world.browser.call('/api/close/api/v1/lead/?_limit=2');
    expect(await list.json()).toMatchObject({ data: [{}, {}], has_more: true });
    const created = await createLead(world, 'Analytical Engines');
    expect(await created.json()).toMatchObject({ display_name: 'Analytical Engines' });
  });

  it('renews an expired token without the browser noticing, with the body intact', async () => {
    const world = await connected();
    world.sandbox.expireAccessTokens();
    const before = tokenCalls(world);
    const created = await createLead(world, 'Difference Engines');
    expect(created.ok).toBe(true);
    expect(await created.json()).toMatchObject({ display_name: 'Difference Engines' });
    expect(tokenCalls(world) - before).toBe(1);
    expect(await sessionOf(world)).toMatchObject({ status: 'signed-in', generation: 2 });
  });

  it('renews once for five calls at the same time', async () => {
    const world = await connected();
    world.sandbox.expireAccessTokens();
    const before = tokenCalls(world);
    const names = ['one', 'two', 'three', 'four', 'five'];
    const answers = await Promise.all(names.map((name) => createLead(world, name)));
    const leads: unknown[] = await Promise.all(answers.map((answer) => answer.json()));
    expect(leads).toEqual(names.map((name) => expect.objectContaining({ display_name: name })));
    expect(tokenCalls(world) - before).toBe(1);
  });

  it('renews once in half a minute when Close refuses every token', async () => {
    const world = await connected();
    const refusing = world.sandbox.faults.next({ path: '/api/v1/', status: 401, times: Infinity });
    const before = tokenCalls(world);
    const call = async () => (await world.browser.call('/api/close/api/v1/me/')).status;
    for (let round = 0; round < 3; round += 1) await Promise.all([call(), call(), call()]);
    expect([await call(), tokenCalls(world) - before]).toEqual([401, 1]);
    world.sandbox.clock.advance(30_000);
    expect([await call(), await call(), tokenCalls(world) - before]).toEqual([401, 401, 2]);
    refusing.remove();
    expect([await call(), tokenCalls(world) - before]).toEqual([200, 2]);
  });

  it('does not count an error of Close as acceptance of the new token', async () => {
    const world = await connected();
    const before = tokenCalls(world);
    for (let round = 0; round < 3; round += 1) {
      for (const status of [401, 503]) world.sandbox.faults.next({ path: '/api/v1/', status });
      await world.browser.call('/api/close/api/v1/me/');
      world.sandbox.faults.clear();
    }
    expect(tokenCalls(world) - before).toBe(1);
  });

  it('renews again at once when Close has accepted the new token before', async () => {
    const world = await connected();
    const before = tokenCalls(world);
    for (let round = 0; round < 2; round += 1) {
      world.sandbox.expireAccessTokens();
      expect((await world.browser.call('/api/close/api/v1/me/')).status).toBe(200);
    }
    expect(tokenCalls(world) - before).toBe(2);
  });

  it('requires reauthorization when Close has revoked the grant', async () => {
    const world = await connected();
    world.sandbox.expireAccessTokens();
    world.sandbox.faults.next({ path: '/oauth2/token/', status: 400, body: { error: 'invalid_grant' } });
    const answer = await world.browser.call('/api/close/api/v1/me/');
    expect([answer.status, await answer.json()]).toMatchObject([401, { code: 'reauthorization_required' }]);
    expect(await sessionOf(world)).toMatchObject({
      status: 'needs-reauth',
      organization: { name: expect.any(String) },
    });
  });

  it('responds with Retry-After when the token endpoint is unreachable', async () => {
    const world = await connected();
    world.sandbox.expireAccessTokens();
    world.sandbox.faults.next({ path: '/oauth2/token/', status: 503, times: 20 });
    const answer = await world.browser.call('/api/close/api/v1/me/');
    expect([answer.status, await answer.json()]).toMatchObject([503, { code: 'refresh_unavailable' }]);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await sessionOf(world)).toMatchObject({ status: 'signed-in' });
  });

  it('forwards the rate limit', async () => {
    const world = await connected();
    world.sandbox.faults.next({
      path: '/api/v1/lead/',
      status: 429,
      headers: { 'retry-after': '7' },
      body: {},
    });
    const answer = await world.browser.call('/api/close/api/v1/lead/');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7']);
  });

  it('does not forward other headers of the sandbox', async () => {
    const world = await connected();
    const headers = { 'set-cookie': 'close=1', 'access-control-allow-origin': '*' };
    world.sandbox.faults.next({ path: '/api/v1/me/', status: 200, headers, body: {} });
    const answer = await world.browser.call('/api/close/api/v1/me/');
    expect([answer.headers.getSetCookie(), answer.headers.get('access-control-allow-origin')]).toEqual([
      [],
      null,
    ]);
  });
});
