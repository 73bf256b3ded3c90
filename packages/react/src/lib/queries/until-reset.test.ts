import { CloseApiError, createCloseClient } from '@closekit/client';
import { createSandbox } from '@closekit/sandbox';
import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sandboxFetch, sandboxTokens } from '../../../test/sandbox-client.ts';
import { createCloseQueryOptions } from './create-close-query-options.ts';
import { untilReset } from './until-reset.ts';

const limited = (attempts: number, retryAfterMs?: number): CloseApiError =>
  new CloseApiError('rate_limited', 'too many', { status: 429, attempts, retryAfterMs });

describe('untilReset', () => {
  it('waits once for a limit that resets soon, for the time that Close states', () => {
    expect(untilReset.retry(0, limited(1, 4_000))).toBe(true);
    expect(untilReset.retryDelay(0, limited(1, 4_000))).toBe(4_000);
    expect(untilReset.retry(1, limited(1, 4_000))).toBe(false);
  });

  it('does not wait if the client has already waited', () => {
    expect(untilReset.retry(0, limited(3, 4_000))).toBe(false);
  });

  it('does not wait for a reset that is far away, or unknown', () => {
    expect(untilReset.retry(0, limited(1, 61_000))).toBe(false);
    expect(untilReset.retry(0, limited(1))).toBe(false);
  });

  it('never retries for another reason', () => {
    const busy = new CloseApiError('server_error', 'busy', { status: 503, attempts: 1, retryAfterMs: 1_000 });
    expect(untilReset.retry(0, busy)).toBe(false);
    expect(untilReset.retry(0, new CloseApiError('network', 'gone', { attempts: 1 }))).toBe(false);
  });
});

const session = { organization: { id: 'orga_1' }, user: { id: 'user_1' } };

function setUp(retry: false | { attempts: number }) {
  const sandbox = createSandbox({ leads: 1 });
  const { origin } = sandbox;
  const close = createCloseClient({
    auth: sandboxTokens(sandbox),
    fetch: sandboxFetch(sandbox),
    baseUrl: `${origin}/api/v1`,
    retry,
    rateLimit: 'react',
    random: () => 0,
  });
  sandbox.faults.next({ status: 429, headers: { 'retry-after': '9' }, body: {}, times: 5 });
  return {
    sandbox,
    options: createCloseQueryOptions(close, { session }).users.getMe(),
    queryClient: new QueryClient(),
  };
}

describe('createCloseQueryOptions, at the rate limit', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('retries once after the limit has reset, if the client does not retry', async () => {
    const { options, queryClient, sandbox } = setUp(false);
    const reading = queryClient.query(options).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(8_999);
    expect(sandbox.requests).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(sandbox.requests).toHaveLength(2);
    expect(await reading).toMatchObject({ code: 'rate_limited' });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sandbox.requests).toHaveLength(2);
  });

  it('does not retry after the retries of the client', async () => {
    const { options, queryClient, sandbox } = setUp({ attempts: 2 });
    const reading = queryClient.query(options).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await reading).toMatchObject({ code: 'rate_limited', attempts: 2 });
    expect(sandbox.requests).toHaveLength(2);
  });
});
