import { createSandbox } from '@closekit/sandbox';
import type { Sandbox, SandboxRateLimit } from '@closekit/sandbox';
import { describe, expect, it } from 'vitest';
import { apiKey, bearer, createCloseClient, watch } from '../src/index.ts';
import type { CloseClientEvent } from '../src/index.ts';
import { sandboxSource } from './sandbox-source.ts';

function connect(sandbox: Sandbox) {
  const source = sandboxSource(sandbox);
  const close = createCloseClient({ auth: source, fetch: sandbox.fetch, sleep: async () => {} });
  return { close, source };
}

const apiRequests = (sandbox: Sandbox) =>
  sandbox.requests.filter((request) => request.path.startsWith('/api/v1/'));

describe('createCloseClient', () => {
  it('reads, changes and deletes a lead', async () => {
    const { close } = connect(createSandbox({ leads: 5 }));
    const lead = await close.leads.create({ name: 'Acme & Söhne' });
    expect(lead).toMatchObject({ display_name: 'Acme & Söhne' });
    await close.leads.update(lead.id, { description: 'Tools' });
    expect(await close.leads.get(lead.id, { _fields: ['id', 'description'] })).toEqual({
      id: lead.id,
      description: 'Tools',
    });
    expect(await close.leads.delete(lead.id)).toBeUndefined();
    expect(await close.leads.get(lead.id).result()).toMatchObject({
      error: { code: 'not_found', status: 404 },
    });
  });

  it('works with an API key', async () => {
    const sandbox = createSandbox({ leads: 1 });
    const close = createCloseClient({ auth: apiKey(sandbox.apiKey), fetch: sandbox.fetch });
    expect(await close.users.getMe()).toHaveProperty('email');
  });

  it('refreshes once for five writes at the same time, and replays each with its body', async () => {
    const sandbox = createSandbox({ leads: 1 });
    const { close, source } = connect(sandbox);
    const heard: CloseClientEvent['type'][] = [];
    close.subscribe((event) => heard.push(event.type));
    sandbox.expireAccessTokens();

    const names = ['a', 'b', 'c', 'd', 'e'];
    const answers = await Promise.all(names.map((name) => close.leads.create({ name }).withResponse()));

    expect(answers.map((answer) => [answer.data.name, answer.attempts])).toEqual(
      names.map((name) => [name, 2]),
    );
    const writes = apiRequests(sandbox).filter((request) => request.method === 'POST');
    expect(writes).toHaveLength(10);
    expect(writes.filter((request) => request.status === 401)).toHaveLength(5);
    const replayed = writes.filter((request) => request.status < 300).map((request) => request.body);
    expect(replayed).toEqual(expect.arrayContaining(names.map((name) => ({ name }))));
    expect(sandbox.requests.filter((request) => request.path === '/oauth2/token/')).toHaveLength(1);
    expect(source.refreshes()).toBe(1);
    expect(heard).toEqual(['refreshing', 'refreshed']);
  });

  it('fails with reauthorization_required when the refresh is refused', async () => {
    const sandbox = createSandbox({ leads: 1 });
    const { close, source } = connect(sandbox);
    await source.revoke();
    const heard: CloseClientEvent['type'][] = [];
    close.subscribe((event) => heard.push(event.type));
    expect(await close.users.getMe().result()).toMatchObject({
      error: { code: 'reauthorization_required', attempts: 1 },
    });
    expect(heard).toEqual(['refreshing', 'refresh-failed', 'unauthorized']);
  });

  it('reads all leads', async () => {
    const sandbox = createSandbox({ leads: 250 });
    const { close } = connect(sandbox);
    const ids = new Set<string>();
    for await (const lead of close.leads.list({ _limit: 100, _fields: ['id'] })) ids.add(lead.id);
    expect(ids.size).toBe(250);
    expect(apiRequests(sandbox)).toHaveLength(3);
  });

  it('reads all pages of a search', async () => {
    const sandbox = createSandbox({ leads: 25 });
    const { close } = connect(sandbox);
    const query = { type: 'object_type', object_type: 'lead' } as const;
    const found = await close.search.query({ query, _limit: 10 }).toArray({ limit: Infinity });
    expect(new Set(found.map((item) => item.id)).size).toBe(25);
    expect(apiRequests(sandbox)).toHaveLength(3);
  });

  it('reports the wrong field', async () => {
    const { close } = connect(createSandbox({ leads: 1 }));
    const result = await close.leads.list({ _limit: 100_000 }).result();
    expect(result).toMatchObject({
      error: { code: 'invalid_request', status: 400, operation: 'leads_list' },
    });
    expect(result).toHaveProperty(['error', 'fieldErrors', '_limit']);
  });

  it('waits before the rate limit refuses a call', async () => {
    const sandbox = createSandbox({
      leads: 1,
      rateLimit: { limit: 2, windowMs: 1000 },
      // As in the client, time passes while the test computes, and while a call waits.
      now: () => 1_800_000_000_000 + performance.now(),
    });
    const { accessToken } = sandbox.connect();
    const waits: number[] = [];
    const sleep = async (delayMs: number) => {
      waits.push(delayMs);
      sandbox.clock.advance(delayMs);
    };
    const close = createCloseClient({ auth: bearer(accessToken), fetch: sandbox.fetch, sleep });
    for (let call = 0; call < 5; call += 1) await close.users.getMe();
    expect(waits.length).toBeGreaterThan(0);
    expect(apiRequests(sandbox).filter((request) => request.status === 429)).toHaveLength(0);
  });

  it.each<[name: string, rule: Partial<SandboxRateLimit>, statedLimit: number | undefined]>([
    ['commas', { headers: 'commas' }, 20],
    ['semicolons', { headers: 'semicolons' }, 20],
    ['separate headers', { headers: 'separate' }, 20],
    ['old headers', { headers: 'x-rate-limit' }, 20],
    ['decimals', { reset: 'decimal' }, 20],
    ['a stated limit that is too high', { statedLimit: 40 }, 40],
    ['only a wait', { headers: 'retry-after' }, undefined],
    ['no headers', { headers: 'none' }, undefined],
  ])('succeeds with 60 reads at once at 20 a second: %s', async (_name, rule, statedLimit) => {
    const rateLimit = [{ limit: 20, windowMs: 1000, endpoints: ['GET /me/'], ...rule }];
    const sandbox = createSandbox({ leads: 0, rateLimit, now: () => 1_800_000_000_000 + performance.now() });
    const sleep = async (delayMs: number) => sandbox.clock.advance(delayMs);
    const close = createCloseClient({ auth: apiKey(sandbox.apiKey), fetch: sandbox.fetch, sleep });
    const limits = new Set<number>();
    watch(close, { onRateLimit: ({ limit }) => void (limit !== undefined && limits.add(limit)) });
    const reads = Array.from({ length: 60 }, () => close.users.getMe().result());
    expect((await Promise.all(reads)).filter(({ ok }) => !ok)).toEqual([]);
    expect([...limits]).toEqual(statedLimit === undefined ? [] : [statedLimit]);
  });

  it('does not repeat a write whose response was lost', async () => {
    const sandbox = createSandbox({ leads: 1 });
    const { close } = connect(sandbox);
    sandbox.faults.next({ path: '/api/v1/lead/', method: 'POST', drop: 'after' });
    expect(await close.leads.create({ name: 'Once' }).result()).toMatchObject({
      error: { code: 'network', attempts: 1 },
    });
    expect(await close.leads.list({ query: 'Once' })).toMatchObject({ data: [{ name: 'Once' }] });
  });

  it('reads again after a lost connection and a bad gateway', async () => {
    const sandbox = createSandbox({ leads: 1 });
    const { close } = connect(sandbox);
    sandbox.faults.next({ path: '/api/v1/me/', drop: 'before' });
    sandbox.faults.next({
      path: '/api/v1/me/',
      status: 502,
      body: '<html>',
      headers: { 'content-type': 'text/html' },
    });
    expect(await close.users.getMe().withResponse()).toMatchObject({ attempts: 3 });
  });

  it('reads again after a truncated response, and in the end rejects with decode', async () => {
    const sandbox = createSandbox({ leads: 1 });
    const { close } = connect(sandbox);
    sandbox.faults.next({ path: '/api/v1/me/', truncate: true });
    expect(await close.users.getMe().withResponse()).toMatchObject({ attempts: 2 });
    for (let attempt = 1; attempt <= 3; attempt += 1)
      sandbox.faults.next({ path: '/api/v1/me/', truncate: true });
    expect(await close.users.getMe().result()).toMatchObject({ error: { code: 'decode', status: 200 } });
  });
});
