import { describe, expect, it } from 'vitest';
import { isCloseOAuthError, memoryStore } from '@closekit/oauth';
import type { Grant } from '@closekit/oauth';
import { TokenSet } from '../src/lib/base/token-set.ts';
import { createGrantStates } from '../src/lib/grant/grant-states.ts';
import { authorizeGrant } from '../src/lib/login/authorize-grant.ts';
import type { Sealer } from '../src/lib/record/sealer.ts';
import { createVault } from '../src/lib/vault/create-vault.ts';
import { parseCloseOAuthOptions } from '../src/lib/vault/options.ts';
import { hourMs, keys } from './connect.ts';

const grantCount = 300;
const gridMs = 5;

interface Limit {
  readonly perSecond: number;
  /** Seconds in `Retry-After`; without the header when undefined. */
  readonly retryAfter?: number;
  readonly latencyMs?: number;
}

/** A timeline on which all sleeps of one moment end together: there are too many to end one by one. */
function createGridTimeline() {
  const clock = { elapsed: 0 };
  const start = 1_800_000_000_000;
  let sleepers: { readonly until: number; readonly wake: () => void }[] = [];
  function sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const until = Math.ceil((clock.elapsed + ms) / gridMs) * gridMs;
      const sleeper = { until, wake: resolve };
      sleepers.push(sleeper);
      const end = (): void => {
        sleepers = sleepers.filter((other) => other !== sleeper);
        resolve();
      };
      signal?.addEventListener('abort', end, { once: true });
      return undefined;
    });
  }
  async function run<T>(work: Promise<T>): Promise<T> {
    const over = new AbortController();
    const result = work.finally(() => over.abort());
    result.catch(() => undefined);
    while (!over.signal.aborted) {
      // oxlint-disable-next-line no-await-in-loop -- lets the woken work run until it waits again.
      for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => void setTimeout(resolve, 0));
      const next = sleepers.reduce((least, { until }) => Math.min(least, until), Infinity);
      if (Number.isFinite(next)) clock.elapsed = Math.max(clock.elapsed, next);
      const woken = sleepers.filter(({ until }) => until <= clock.elapsed);
      sleepers = sleepers.filter(({ until }) => until > clock.elapsed);
      for (const { wake } of woken) wake();
    }
    return result;
  }
  return { clock, now: () => start + clock.elapsed, elapsed: () => clock.elapsed, sleep, run };
}

type GridTimeline = ReturnType<typeof createGridTimeline>;

type Answer = (refreshToken: string) => Response | Promise<Response>;

/** A token endpoint with a limit for each second. */
function createLimitedEndpoint({ clock, sleep }: GridTimeline, limit: Limit) {
  const { perSecond, retryAfter, latencyMs = 20 } = limit;
  const counts = { requests: 0 };
  const windows = new Map<number, number>();
  const answer: Answer = async (refreshToken) => {
    counts.requests += 1;
    await sleep(latencyMs);
    const second = Math.floor(clock.elapsed / 1000);
    const used = windows.get(second) ?? 0;
    windows.set(second, used + 1);
    if (used < perSecond) return pairAfter(refreshToken);
    const headers = retryAfter === undefined ? {} : { headers: { 'retry-after': String(retryAfter) } };
    return Response.json({}, { status: 429, ...headers });
  };
  return { counts, answer };
}

function pairAfter(refreshToken: string): Response {
  const pair = { access_token: `${refreshToken}-next`, refresh_token: `${refreshToken}+` };
  return Response.json({ ...pair, token_type: 'Bearer', expires_in: 3600 });
}

interface Fleet {
  readonly timeline: GridTimeline;
  readonly answer: Answer;
  readonly processes?: number;
  readonly count?: number;
  readonly ageMs?: number;
}

/** Connects grants, spread over processes that share a store, and lets time pass: by default their tokens expire. */
async function createFleet({
  timeline,
  answer,
  processes = 1,
  count = grantCount,
  ageMs = 2 * hourMs,
}: Fleet) {
  const { clock, now, elapsed, sleep, run } = timeline;
  const store = memoryStore();
  async function fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const form = new URLSearchParams(await new Request(input, init).text());
    return answer(form.get('refresh_token') ?? '');
  }
  const app = { clientId: 'c', clientSecret: 's', redirectUri: 'https://app.example/' };
  const effects = { store, keys, now, monotonicNow: elapsed, sleep, fetch };
  const vaults = Array.from({ length: processes }, () => {
    const settings = parseCloseOAuthOptions({ ...app, ...effects });
    const { vault, close } = createVault({ ...settings, sealer: plainSealer });
    return { vault, close, states: createGrantStates(vault) };
  });

  async function connect(index: number): Promise<Grant> {
    const { vault, states } = vaults[index % processes] ?? expect.fail();
    const id = { organizationId: 'orga_1', userId: `user_${index}` };
    const { state, grant } = states.of(id);
    const times = { issuedAt: now(), expiresAt: now() + hourMs };
    const tokens = { accessToken: `a${index}`, refreshToken: `r${index}`, ...times, scope: '' };
    await authorizeGrant(vault, state, new TokenSet({ ...id, ...tokens }));
    return grant;
  }

  const grants = await run(Promise.all(Array.from({ length: count }, (_, index) => connect(index))));
  clock.elapsed += ageMs;
  return { grants, store, close: async () => Promise.all(vaults.map(({ close }) => close(25_000))) };
}

/** Lets 300 grants expire at once, and gets a token of each. */
async function expireAll(processes: number, limit: Limit) {
  const timeline = createGridTimeline();
  const { clock, sleep, run } = timeline;
  const { counts, answer } = createLimitedEndpoint(timeline, limit);
  const { grants } = await createFleet({ timeline, answer, processes });

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

  const startedAt = clock.elapsed;
  const tokens = await run(Promise.all(grants.map(getInTheEnd)));
  expect(new Set(tokens).size).toBe(grantCount);
  return { ...counts, seconds: (clock.elapsed - startedAt) / 1000 };
}

// Cryptography happens in other threads, which this timeline does not wait for.
const plainSealer: Sealer = {
  seal: (text) => Promise.resolve(text),
  open: (sealed) => Promise.resolve(sealed),
  isCurrent: () => Promise.resolve(true),
  reload: () => Promise.resolve(),
  fingerprint: (secret) => Promise.resolve(`of ${secret}`),
};

describe('300 grants that expire at once, against an endpoint with a limit', () => {
  it.each<Limit>([
    { perSecond: 20 },
    { perSecond: 20, retryAfter: 1 },
    { perSecond: 20, latencyMs: 400 },
    { perSecond: 7, retryAfter: 2 },
  ])('cost at most 1.5 requests a grant in one process: %o', async (limit) => {
    const { requests, seconds } = await expireAll(1, limit);
    expect(requests).toBeLessThanOrEqual(1.5 * grantCount);
    // Not bought with time: the limit alone takes a third of this.
    expect(seconds).toBeLessThan((3 * grantCount) / limit.perSecond);
  });

  it.each<Limit>([{ perSecond: 20 }, { perSecond: 20, retryAfter: 1 }, { perSecond: 20, latencyMs: 400 }])(
    'cost at most 2 requests a grant over eight processes: %o',
    async (limit) => {
      const { requests, seconds } = await expireAll(8, limit);
      expect(requests).toBeLessThanOrEqual(2 * grantCount);
      expect(seconds).toBeLessThan((3 * grantCount) / limit.perSecond);
    },
  );

  it('cost one request each without a limit', async () => {
    const { requests, seconds } = await expireAll(1, { perSecond: Infinity });
    expect(requests).toBe(grantCount);
    // The requests that are open double with each round trip.
    expect(seconds).toBeLessThan(0.5);
  });
});

function isHung(index: number): boolean {
  return index < 20;
}

describe('grants whose tokens are valid, but about to expire', () => {
  it('return them at once instead of a wait for a turn', async () => {
    const timeline = createGridTimeline();
    const { counts, answer } = createLimitedEndpoint(timeline, { perSecond: 20 });
    const { grants } = await createFleet({ timeline, answer, ageMs: hourMs - 20_000 });
    const startedAt = timeline.clock.elapsed;
    const tokens = await timeline.run(Promise.all(grants.map((grant) => grant.get())));
    expect(timeline.clock.elapsed - startedAt).toBeLessThan(100);
    expect(tokens.filter((token) => token.startsWith('a')).length).toBe(grantCount - 16);
    expect(counts.requests).toBe(16);
  });
});

describe('a vault whose endpoint or store hangs', () => {
  const hung = new Promise<never>(() => undefined);

  it('refreshes other grants within seconds while requests stay open', async () => {
    const timeline = createGridTimeline();
    const answer: Answer = (token) =>
      isHung(Number(token.slice(1))) ? hung : timeline.sleep(20).then(() => pairAfter(token));
    const { grants } = await createFleet({ timeline, answer, count: 40 });
    const startedAt = timeline.clock.elapsed;
    const all = grants.map((grant) => grant.get());
    for (const token of all) token.catch(() => undefined);
    await timeline.run(Promise.all(all.slice(20)));
    expect(timeline.clock.elapsed - startedAt).toBeLessThan(3500);
  });

  it('refreshes other grants within a second while writes of leases hang', async () => {
    const timeline = createGridTimeline();
    const { grants, store } = await createFleet({ timeline, answer: pairAfter, count: 40 });
    const { compareAndSet } = store;
    store.compareAndSet = (key, version, next) =>
      isHung(Number(key.split('_').at(-1))) ? hung : compareAndSet(key, version, next);
    const startedAt = timeline.clock.elapsed;
    const all = grants.map((grant) => grant.get());
    for (const token of all) token.catch(() => undefined);
    await timeline.run(Promise.all(all.slice(20)));
    expect(timeline.clock.elapsed - startedAt).toBeLessThan(1000);
  });
});

describe('close', () => {
  it('ends the wait for a turn', async () => {
    const timeline = createGridTimeline();
    const { counts, answer } = createLimitedEndpoint(timeline, { perSecond: 20, retryAfter: 1 });
    const { grants, close } = await createFleet({ timeline, answer });
    const all = Promise.allSettled(grants.map((grant) => grant.get()));
    await timeline.run(timeline.sleep(2500));
    const startedAt = timeline.clock.elapsed;
    await timeline.run(close());
    expect(timeline.clock.elapsed - startedAt).toBeLessThan(100);
    const failed = (await timeline.run(all)).flatMap((result) =>
      result.status === 'rejected' ? [result.reason] : [],
    );
    expect(failed.length).toBeGreaterThan(200);
    expect(new Set(failed.map(({ code }) => code))).toEqual(new Set(['refresh_unavailable']));
    expect(failed.every(({ retryAfterMs }) => retryAfterMs > 0)).toBe(true);
    expect(counts.requests).toBeLessThan(100);
  });
});
