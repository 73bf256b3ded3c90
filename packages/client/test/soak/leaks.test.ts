import { describe, expect, it } from 'vitest';
import { createCloseClient, raw } from '../../src/index.ts';
import type { CloseClient } from '../../src/index.ts';
import { seeded } from '../pacing/random.ts';
import { heapGrowth } from './heap-growth.ts';

/** A leak of a few bytes a call is more. */
const noise = 1_000_000;

const headers = { ratelimit: 'limit=100000, remaining=99999, reset=1' };

/** Answers, fails, hangs, breaks off and refuses at random. */
function unreliable(random: () => number): typeof fetch {
  return async (_, init) => {
    const chance = random();
    if (chance < 0.02) throw new TypeError('fetch failed');
    if (chance < 0.04) return new Promise(() => {});
    if (chance < 0.06) return new Response('{"id":', { headers });
    if (chance < 0.08) return new Response(null, { status: 429, headers: { 'retry-after': '1' } });
    if (chance < 0.1) return new Response('<html>', { status: 503 });
    if (chance < 0.12) return new Response(null, { status: 401 });
    const isList = init?.method === 'GET' && chance < 0.3;
    const body = isList ? { data: [{ id: 'lead_1' }, { id: 'lead_2' }], has_more: false } : { id: 'lead_1' };
    return Response.json(body, { headers });
  };
}

function client(send: typeof fetch): CloseClient {
  let token = 0;
  return createCloseClient({
    auth: { get: async () => `t${token}`, invalidate: () => void (token += 1) },
    fetch: send,
    sleep: async () => {},
    totalTimeoutMs: Infinity,
  });
}

/** Calls of every kind; those without an answer are left by their callers. */
async function callEverything(close: CloseClient, shared: AbortSignal, id: number): Promise<void> {
  const own = new AbortController();
  const leave = setTimeout(() => own.abort(), 20);
  const { signal } = own;
  const both = [{ signal: shared, timeoutMs: 20 }, { signal }] as const;
  const unsubscribe = close.subscribe(() => {});
  await Promise.all([
    ...both.map((options) => close.users.getMe(options).result()),
    ...both.map((options) => close.leads.create({ name: 'x'.repeat(100) }, options).result()),
    ...both.map((options) => close.leads.get(`lead_${id}`, options).result()),
    readOne(close, signal),
    raw(close)
      .GET('/lead/{id}/', { params: { path: { id: `lead_A${id}` } }, signal })
      .catch(() => {}),
  ]);
  unsubscribe();
  clearTimeout(leave);
}

/** Stops after the first item of a list. */
async function readOne(close: CloseClient, signal: AbortSignal): Promise<void> {
  try {
    for await (const lead of close.leads.list({ signal })) return void lead.id;
  } catch {
    // A call that fails leaves nothing behind, too.
  }
}

describe('a client that is used for long', () => {
  it('keeps nothing of 96,000 calls, whatever their end', async () => {
    const { signal } = new AbortController();
    const close = client(unreliable(seeded(1)));
    let id = 0;
    const work = async () => {
      for (let turn = 0; turn < 25; turn += 1) {
        const calls = Array.from({ length: 20 }, () => callEverything(close, signal, (id += 1)));
        await Promise.all(calls);
      }
    };
    expect(await heapGrowth(work, 24)).toBeLessThan(noise);
  });

  it('keeps nothing of clients that are no longer used', async () => {
    const { signal } = new AbortController();
    const work = async () => {
      const clients = Array.from({ length: 100 }, (_, seed) => client(unreliable(seeded(seed))));
      await Promise.all(clients.map((close, id) => callEverything(close, signal, id)));
    };
    expect(await heapGrowth(work, 24)).toBeLessThan(noise);
  });
});
