import { describe, expect, it } from 'vitest';
import { isCloseOAuthError, memoryStore } from '@closekit/oauth';
import type { Grant } from '@closekit/oauth';
import { TokenSet } from '../src/lib/base/token-set.ts';
import { createGrantCache } from '../src/lib/grant/grant-cache.ts';
import { authorizeGrant } from '../src/lib/login/authorize-grant.ts';
import { createVault } from '../src/lib/vault/create-vault.ts';
import { parseCloseOAuthOptions } from '../src/lib/vault/options.ts';
import { plainSealer } from './interleavings/virtual-fleet.ts';

const grantCount = 300;
const hourMs = 3_600_000;

interface Limit {
  readonly perSecond: number;
  /** Seconds in `Retry-After`; none when undefined. */
  readonly retryAfter?: number;
}

/** A clock that advances when all work waits. */
function createTimeline() {
  const clock = { time: 1_800_000_000_000 };
  let sleepers: { readonly until: number; readonly wake: () => void }[] = [];
  return {
    clock,
    sleep: (ms: number): Promise<void> =>
      new Promise((resolve) => {
        sleepers.push({ until: clock.time + ms, wake: resolve });
      }),
    async run<T>(work: Promise<T>): Promise<T> {
      const over = new AbortController();
      const result = work.finally(() => over.abort());
      result.catch(() => undefined);
      while (!over.signal.aborted) {
        // oxlint-disable-next-line no-await-in-loop -- lets the woken work run until it waits again.
        for (let turn = 0; turn < 8; turn += 1) await new Promise((resolve) => void setImmediate(resolve));
        const next = Math.min(...sleepers.map(({ until }) => until));
        if (Number.isFinite(next)) clock.time = Math.max(clock.time, next);
        const woken = sleepers.filter(({ until }) => until <= clock.time);
        sleepers = sleepers.filter(({ until }) => until > clock.time);
        for (const { wake } of woken) wake();
      }
      return result;
    },
  };
}

/** A token endpoint with a limit for each second, and 20 ms for every request. */
function createLimitedEndpoint({ clock, sleep }: ReturnType<typeof createTimeline>, limit: Limit) {
  const counts = { requests: 0, refused: 0 };
  const windows = new Map<number, number>();
  async function answer(request: Request): Promise<Response> {
    counts.requests += 1;
    await sleep(20);
    const second = Math.floor(clock.time / 1000);
    const used = windows.get(second) ?? 0;
    windows.set(second, used + 1);
    if (used < limit.perSecond) {
      const token = new URLSearchParams(await request.text()).get('refresh_token');
      const pair = { access_token: `${token}-next`, refresh_token: `${token}+` };
      return Response.json({ ...pair, token_type: 'Bearer', expires_in: 3600 });
    }
    counts.refused += 1;
    const headers = limit.retryAfter === undefined ? undefined : { 'retry-after': String(limit.retryAfter) };
    return Response.json({}, { status: 429, ...(headers && { headers }) });
  }
  return { counts, answer };
}

async function expireAll(processes: number, limit: Limit) {
  const timeline = createTimeline();
  const { clock, sleep, run } = timeline;
  const endpoint = createLimitedEndpoint(timeline, limit);
  const store = memoryStore();
  const vaults = Array.from({ length: processes }, () => {
    const options = {
      clientId: 'c',
      clientSecret: 's',
      redirectUri: 'https://app.example/',
      keys: [{ id: 'k', secret: 'A'.repeat(43) }],
      store,
      now: () => clock.time,
      sleep,
      fetch: (input: RequestInfo | URL, init?: RequestInit) => endpoint.answer(new Request(input, init)),
    };
    const { vault } = createVault({ ...parseCloseOAuthOptions(options), sealer: plainSealer });
    return { vault, cache: createGrantCache(vault) };
  });

  async function connect(index: number): Promise<Grant> {
    const { vault, cache } = vaults[index % processes] ?? expect.fail();
    const id = { organizationId: 'orga_1', userId: `user_${index}` };
    const { state, grant } = cache.get(id);
    const times = { issuedAt: clock.time, expiresAt: clock.time + hourMs };
    const tokens = { accessToken: `a${index}`, refreshToken: `r${index}`, ...times, scope: '' };
    await authorizeGrant(vault, state, new TokenSet({ ...id, ...tokens }));
    return grant;
  }

  async function getInTheEnd(grant: Grant): Promise<string> {
    for (;;) {
      try {
        // oxlint-disable-next-line no-await-in-loop -- one attempt after another.
        return await grant.get();
      } catch (error) {
        if (!isCloseOAuthError(error) || error.code !== 'refresh_unavailable') throw error;
        // oxlint-disable-next-line no-await-in-loop -- as above.
        await sleep(error.retryAfterMs ?? 500);
      }
    }
  }

  const grants = await run(Promise.all(Array.from({ length: grantCount }, (_, index) => connect(index))));
  clock.time += hourMs;
  const startedAt = clock.time;
  const tokens = await run(Promise.all(grants.map(getInTheEnd)));
  expect(new Set(tokens).size).toBe(grantCount);
  return { ...endpoint.counts, seconds: (clock.time - startedAt) / 1000 };
}

describe('300 grants that expire at once, against an endpoint with a limit', () => {
  it.each<Limit>([{ perSecond: 20 }, { perSecond: 20, retryAfter: 1 }, { perSecond: 7, retryAfter: 2 }])(
    'cost at most 1.5 requests a grant in one process, limit %o',
    async (limit) => {
      const { requests, seconds } = await expireAll(1, limit);
      process.stdout.write(`one process, ${JSON.stringify(limit)}: ${requests} requests, ${seconds} s\n`);
      expect(requests).toBeLessThanOrEqual(1.5 * grantCount);
      // Not bought with time: the limit alone would take this long.
      expect(seconds).toBeLessThan((3 * grantCount) / limit.perSecond);
    },
  );

  it.each<Limit>([{ perSecond: 20 }, { perSecond: 20, retryAfter: 1 }])(
    'cost at most 2 requests a grant over eight processes, limit %o',
    async (limit) => {
      const { requests, seconds } = await expireAll(8, limit);
      process.stdout.write(`eight processes, ${JSON.stringify(limit)}: ${requests} requests, ${seconds} s\n`);
      expect(requests).toBeLessThanOrEqual(2 * grantCount);
    },
  );

  it('cost one request each without a limit', async () => {
    expect(await expireAll(1, { perSecond: Infinity })).toMatchObject({ requests: grantCount });
  });
});
