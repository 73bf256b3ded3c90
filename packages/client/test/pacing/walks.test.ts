import { describe, expect, it } from 'vitest';
import { bearer, createCloseClient } from '../../src/index.ts';
import { json, stubFetch } from '../stub-fetch.ts';

const page = () => json({ data: [], has_more: false });

/** A client whose first ten requests are under way; `release` answers one of them. */
async function busyClient() {
  const held: (() => void)[] = [];
  const hold = () =>
    new Promise<Response>((resolve) => {
      held.push(() => resolve(page()));
    });
  const { fetch, seen } = stubFetch(...Array.from({ length: 20 }, () => hold));
  const close = createCloseClient({ auth: bearer('t'), fetch });
  const first = Array.from({ length: 10 }, async () => close.leads.list({ query: 'first' }));
  await expect.poll(() => held.length).toBe(10);
  const queries = () => seen.slice(10).map(({ url }) => new URL(url).searchParams.get('query'));
  const release = () => {
    for (const answer of held.splice(0)) answer();
  };
  return { close, first, queries, release };
}

describe('a walk', () => {
  it('is sent after calls that began later, unless it asks for normal priority', async () => {
    const { close, first, queries, release } = await busyClient();
    const walk = close.leads.list({ query: 'walk' }).toArray({ limit: 1 });
    const eager = close.leads.list({ query: 'eager walk', priority: 'normal' }).toArray({ limit: 1 });
    const call = close.leads.list({ query: 'call' }).withResponse();
    release();
    await Promise.all(first);
    await expect.poll(queries).toEqual(['eager walk', 'call', 'walk']);
    release();
    await Promise.all([walk, eager, call]);
  });
});
