import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bearer, createCloseClient, isCloseApiError } from '../../src/index.ts';

/** A call: when it begins, when its caller gives up, and its class. */
const call = fc.record({
  atMs: fc.nat(2_000),
  abortAfterMs: fc.option(fc.nat(3_000), { nil: undefined }),
  priority: fc.constantFrom('normal' as const, 'bulk' as const),
});
type Call = typeof call extends fc.Arbitrary<infer Value> ? Value : never;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A server that allows a few requests a second, and takes 20 ms for each. */
function createServer(limit: number) {
  const server = { requests: 0 };
  let start = -Infinity;
  let used = 0;
  const send = async (): Promise<Response> => {
    server.requests += 1;
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
    const now = performance.now();
    if (now - start >= 1_000) [start, used] = [now, 0];
    used += 1;
    const reset = (start + 1_000 - now) / 1_000;
    const ratelimit = `limit=${limit}, remaining=${Math.max(0, limit - used)}, reset=${reset}`;
    return Response.json({}, { status: used > limit ? 429 : 200, headers: { ratelimit } });
  };
  return { server, send };
}

function toOutcome(error: unknown): { readonly code: string; readonly attempts: number } {
  if (!isCloseApiError(error)) throw error;
  return { code: error.code, attempts: error.attempts };
}

async function run(calls: readonly Call[], limit: number, maxQueueMs: number) {
  const { server, send } = createServer(limit);
  const close = createCloseClient({ auth: bearer('t'), fetch: send, maxQueueMs, random: () => 0.5 });
  const results = calls.map(async ({ atMs, abortAfterMs, priority }) => {
    await new Promise((resolve) => {
      setTimeout(resolve, atMs);
    });
    const controller = new AbortController();
    if (abortAfterMs !== undefined) setTimeout(() => controller.abort(), abortAfterMs);
    const sent = close.users.getMe({ priority, signal: controller.signal }).withResponse();
    return sent.then(({ attempts }) => ({ code: 'ok', attempts }), toOutcome);
  });
  await vi.advanceTimersByTimeAsync(200_000);
  expect(vi.getTimerCount()).toBe(0);
  return { server, results: await Promise.all(results) };
}

describe('a queue of calls', () => {
  it('ends each call by its answer, its signal or `maxQueueMs`, and leaves no timer', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(call, { maxLength: 80 }),
        fc.integer({ min: 1, max: 20 }),
        fc.constantFrom(Infinity, 500, 3_000),
        async (calls, limit, maxQueueMs) => {
          const { server, results } = await run(calls, limit, maxQueueMs);
          for (const [index, { code }] of results.entries()) {
            const mayAbort = calls[index]?.abortAfterMs !== undefined;
            const others = [
              ...(mayAbort ? ['aborted'] : []),
              ...(maxQueueMs < Infinity ? ['rate_limited'] : []),
            ];
            expect(['ok', ...others]).toContain(code);
          }
          expect(server.requests).toBe(results.reduce((sum, { attempts }) => sum + attempts, 0));
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);
});
