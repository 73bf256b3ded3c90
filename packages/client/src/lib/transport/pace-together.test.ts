import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { json, stubFetch } from '../../../test/stub-fetch.ts';
import type { Answer } from '../../../test/stub-fetch.ts';
import { apiKey } from '../auth/api-key.ts';
import { bearer } from '../auth/bearer.ts';
import type { CloseAuth } from '../auth/close-auth.ts';
import { createCloseClient } from '../create-close-client.ts';
import { memoryBudget } from '../pacing/memory-budget.ts';
import type { BudgetNews, SharedBudget } from '../pacing/shared-budget.ts';
import { paceTogether } from './pace-together.ts';

interface Take {
  readonly key: string;
  readonly n: number;
  readonly news: BudgetNews | undefined;
}

/** A budget in memory that records what it is asked. */
function recordBudget() {
  const budget = memoryBudget();
  const takes: Take[] = [];
  const take: SharedBudget['take'] = (key, n, news) => {
    takes.push({ key, n, news });
    return budget.take(key, n, news);
  };
  return { takes, budget: { take } };
}

const source = { get: () => 'token', invalidate: () => {} };
const limited = (status = 200) =>
  json({ id: 'user_1' }, { status, headers: { ratelimit: 'limit=40, remaining=39, reset=1' } });

function clientFor(auth: CloseAuth, options: Parameters<typeof paceTogether>[0], ...answers: Answer[]) {
  const server = stubFetch(...answers);
  const rateLimit = paceTogether(options);
  return { server, close: createCloseClient({ auth, rateLimit, fetch: server.fetch, random: () => 0 }) };
}

const must = (name: string, rest: string) => new TypeError(`paceTogether: \`${name}\` must be ${rest}.`);
const wrong = (options: unknown) => () => {
  // @ts-expect-error wrong on purpose
  paceTogether(options);
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('paceTogether', () => {
  it('sends the budget a digest, never the credential', async () => {
    const { budget, takes } = recordBudget();
    await clientFor(apiKey('api_secret'), { budget }, limited()).close.users.getMe();
    await clientFor(apiKey('api_secret'), { budget }, limited()).close.users.getMe();
    await clientFor(bearer('api_secret'), { budget }, limited()).close.users.getMe();
    await clientFor(source, { budget, name: 'orga_1 user_1' }, limited()).close.users.getMe();
    await clientFor(source, { budget, name: 'orga_1 user_1' }, limited()).close.users.get('user_1');
    const keys = takes.map(({ key }) => key);
    for (const key of keys) expect(key).toMatch(/^[\da-f]{32} GET \/(me|user)\//);
    expect(keys[1]).toBe(keys[0]);
    expect(new Set(keys).size).toBe(4);
  });

  it('waits for nothing but the budget, and reports what the responses state', async () => {
    const { budget, takes } = recordBudget();
    const { close } = clientFor(bearer('t'), { budget }, limited(), limited());
    await close.users.getMe();
    await close.users.getMe();
    expect(takes).toMatchObject([
      { n: 1, news: {} },
      { n: 1, news: { limit: 40 } },
    ]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('asks for the calls that wait, a tenth of the limit at a time', async () => {
    const { budget, takes } = recordBudget();
    const { close } = clientFor(bearer('t'), { budget }, ...Array.from({ length: 20 }, () => limited()));
    await close.users.getMe();
    await close.users.getMe();
    const calls = Promise.all(Array.from({ length: 10 }, async () => close.users.getMe()));
    await vi.advanceTimersByTimeAsync(1_000);
    await calls;
    expect(takes.map(({ n }) => n)).toEqual([1, 1, 4, 4, 2]);
  });

  it('holds the other processes after a 429', async () => {
    const { budget, takes } = recordBudget();
    const refused = json({}, { status: 429, headers: { 'retry-after': '5' } });
    const first = clientFor(bearer('t'), { budget }, limited(), refused, limited());
    const second = clientFor(bearer('t'), { budget }, limited(), limited());
    // The digest of the credential is ready afterwards: it takes no time of fake timers.
    await Promise.all([first, second].map(async ({ close }) => close.users.getMe()));
    await vi.advanceTimersByTimeAsync(100);
    const calls = [first.close.users.getMe().result()];
    await vi.advanceTimersByTimeAsync(100);
    expect(takes.at(-1)).toMatchObject({ n: 0, news: { holdMs: 5_000 } });
    calls.push(second.close.users.getMe().result());
    await vi.advanceTimersByTimeAsync(4_800);
    expect(second.server.seen).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(500);
    expect(await Promise.all(calls)).toMatchObject([{ ok: true }, { ok: true }]);
  });

  it('sends without the budget when it fails, hangs, or makes no sense', async () => {
    const budgets: SharedBudget[] = [
      { take: () => Promise.reject(new Error('no connection')) },
      {
        take: () => {
          throw new Error('no connection');
        },
      },
      { take: () => new Promise(() => {}) },
      { take: async () => ({ granted: 2, waitMs: 0, windowMs: 1_000 }) },
      { take: async () => ({ granted: 1, waitMs: -1, windowMs: 1_000 }) },
      { take: async () => ({ granted: 1, waitMs: 0, windowMs: Number.NaN }) },
      // @ts-expect-error not an object
      { take: async () => 'OK' },
    ];
    for (const budget of budgets) {
      const { close, server } = clientFor(bearer('t'), { budget }, limited());
      const call = close.users.getMe();
      const sent = call.result();
      await vi.advanceTimersByTimeAsync(1_000);
      expect(await sent).toMatchObject({ ok: true });
      expect(server.seen).toHaveLength(1);
    }
  });

  it('returns to the budget when it works again', async () => {
    const { budget, takes } = recordBudget();
    let isDown = true;
    const take: SharedBudget['take'] = async (...values) => {
      if (isDown) throw new Error('no connection');
      return budget.take(...values);
    };
    const { close } = clientFor(bearer('t'), { budget: { take } }, ...[1, 2, 3, 4].map(() => limited()));
    await close.users.getMe();
    isDown = false;
    await close.users.getMe();
    expect(takes).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_000);
    await close.users.getMe();
    await close.users.getMe();
    expect(takes).toMatchObject([{ n: 0, news: { limit: 40 } }, { n: 1 }]);
  });

  it('needs a name with a token source', () => {
    const budget = memoryBudget();
    const requirement = 'must be a string, unless `auth` is apiKey() or bearer() with a token.';
    expect(() => clientFor(source, { budget })).toThrow(
      new TypeError(`paceTogether: \`name\` ${requirement}`),
    );
  });

  it('refuses wrong options', () => {
    expect(wrong(undefined)).toThrow(must('options', 'an object'));
    expect(wrong({})).toThrow(must('budget', 'an object with the method `take`'));
    expect(wrong({ budget: {} })).toThrow(must('budget', 'an object with the method `take`'));
    expect(wrong({ budget: memoryBudget(), name: '' })).toThrow(must('name', 'a non-empty string'));
  });
});
