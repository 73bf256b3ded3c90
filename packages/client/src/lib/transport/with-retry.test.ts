import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { json, recordSleep, stubFetch } from '../../../test/stub-fetch.ts';
import type { Answer } from '../../../test/stub-fetch.ts';
import { bearer } from '../auth/bearer.ts';
import type { CloseClientOptions } from '../connection/options.ts';
import { createCloseClient } from '../create-close-client.ts';

const user = { id: 'user_1' };
const limited = (headers: Record<string, string> = {}) => json({}, { status: 429, headers });
const status = (code: number, headers: Record<string, string> = {}) =>
  new Response(null, { status: code, headers });

function clientFor(answers: Answer[], options: Partial<CloseClientOptions> = {}) {
  const server = stubFetch(...answers);
  const { waits, sleep } = recordSleep();
  const close = createCloseClient({
    auth: bearer('t'),
    fetch: server.fetch,
    sleep,
    random: () => 0.5,
    ...options,
  });
  return { close, waits, seen: server.seen };
}

const twiceLimited = (): Answer[] => [limited(), limited(), json(user)];

// The clock stands still, and a sleep moves it: the waits are exact.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('retry', () => {
  it('waits as long as the server asks for after a 429, and up to a quarter longer', async () => {
    const { close, waits } = clientFor([
      limited({ 'retry-after': '2' }),
      limited({ ratelimit: 'reset=1.5' }),
      json(user),
    ]);
    expect(await close.users.get('user_1').withResponse()).toMatchObject({ data: user, attempts: 3 });
    expect(waits).toEqual([2250, 1688]);
  });

  it('repeats a write after a 429, with its body', async () => {
    const { close, seen } = clientFor([limited({ 'retry-after': '1' }), json({ id: 'lead_1' })]);
    await close.leads.create({ name: 'Acme' });
    expect(seen.map((request) => request.body)).toEqual(['{"name":"Acme"}', '{"name":"Acme"}']);
  });

  it('backs off by itself when the server asks for no delay', async () => {
    const paced = clientFor(twiceLimited());
    await paced.close.users.get('user_1');
    expect(paced.waits).toEqual([2250, 2250]);
    const reacting = clientFor(twiceLimited(), { rateLimit: 'react' });
    await reacting.close.users.get('user_1');
    expect(reacting.waits).toEqual([250, 500]);
  });

  it('repeats a read after 502, 503 and 504', async () => {
    const answers = [status(502), status(503, { 'retry-after': '3' }), status(504), json(user)];
    const { close, waits } = clientFor(answers, { retry: { attempts: 4 } });
    expect(await close.users.get('user_1')).toEqual(user);
    expect(waits).toEqual([250, 3375, 1000]);
  });

  it('repeats a read after a lost connection', async () => {
    const { close } = clientFor([new TypeError('fetch failed'), json(user)]);
    expect(await close.users.get('user_1').withResponse()).toMatchObject({ attempts: 2 });
  });

  it('repeats a read whose body breaks off', async () => {
    const broken = new ReadableStream({
      pull(controller) {
        controller.error(new TypeError('terminated'));
      },
    });
    const { close } = clientFor([new Response(broken), json(user)]);
    expect(await close.users.get('user_1')).toEqual(user);
  });

  it('does not repeat a write after 503', async () => {
    const { close, seen } = clientFor([status(503, { 'retry-after': '1' })]);
    const { error } = failed(await close.leads.create({ name: 'Acme' }).result());
    expect(error).toMatchObject({ code: 'server_error', status: 503, attempts: 1, retryAfterMs: 1000 });
    expect(seen).toHaveLength(1);
  });

  it('does not repeat a write after a lost connection', async () => {
    const cause = new TypeError('fetch failed');
    const { close } = clientFor([cause]);
    const { error } = failed(await close.leads.create({ name: 'Acme' }).result());
    expect(error).toMatchObject({ code: 'network', attempts: 1, operation: 'leads_create', cause });
  });

  it('does not repeat a read after 500', async () => {
    const { close } = clientFor([status(500)]);
    expect(failed(await close.users.get('user_1').result()).error).toMatchObject({
      code: 'server_error',
      attempts: 1,
    });
  });

  it('stops after three attempts', async () => {
    const { close, waits } = clientFor([status(503), status(503), status(503)]);
    expect(failed(await close.users.get('user_1').result()).error).toMatchObject({
      status: 503,
      attempts: 3,
    });
    expect(waits).toHaveLength(2);
  });

  it('fails at once when the server asks for more time than allowed', async () => {
    const { close, waits } = clientFor([limited({ 'retry-after': '61' })]);
    const { error } = failed(await close.users.get('user_1').result());
    expect(error).toMatchObject({ code: 'rate_limited', retryAfterMs: 61_000, attempts: 1 });
    expect(waits).toEqual([]);
  });

  it('limits all waits of one call together', async () => {
    const { close, waits } = clientFor([limited({ 'retry-after': '40' }), limited({ 'retry-after': '40' })]);
    expect(failed(await close.users.get('user_1').result()).error).toMatchObject({
      code: 'rate_limited',
      attempts: 2,
    });
    expect(waits).toEqual([40_500]);
  });

  it('sends once when retry is off', async () => {
    const { close } = clientFor([limited({ 'retry-after': '1' })], { retry: false });
    expect(failed(await close.users.get('user_1').result()).error).toMatchObject({
      code: 'rate_limited',
      attempts: 1,
    });
  });

  it('stops waiting when the caller aborts', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const { close, seen } = clientFor([limited({ 'retry-after': '30' })], {
      sleep: () => {
        controller.abort(reason);
        return new Promise(() => {});
      },
    });
    const { error } = failed(await close.users.get('user_1', { signal: controller.signal }).result());
    expect(error).toMatchObject({ code: 'aborted', attempts: 1, cause: reason });
    expect(seen).toHaveLength(1);
  });

  it('never asks `sleep` for more than a timer can wait: it would return at once', async () => {
    const { close, waits } = clientFor([limited({ 'retry-after': '2592000' }), json({ id: 'lead_1' })], {
      retry: { maxDelayMs: Infinity },
      totalTimeoutMs: Infinity,
    });
    await close.leads.get('lead_1');
    expect(waits).toEqual([2 ** 31 - 1, 444_516_853]);
  });

  it('accepts a sleep that rejects when the signal aborts, as node:timers/promises does', async () => {
    expect(await abortWhileWaiting((ms, signal) => setTimeout(ms, undefined, { signal }))).toEqual({
      code: 'aborted',
      requests: 1,
    });
  });

  it('accepts a sleep that resolves when the signal aborts', async () => {
    expect(await abortWhileWaiting(untilAborted)).toEqual({ code: 'aborted', requests: 1 });
  });

  it('sends nothing more when the sleep resolves while the signal aborts', async () => {
    expect(await abortWhileWaiting(async () => {})).toEqual({ code: 'aborted', requests: 1 });
  });
});

type Sleep = NonNullable<CloseClientOptions['sleep']>;

function untilAborted(_durationMs: number, signal?: AbortSignal): Promise<unknown> {
  return new Promise((resolve) => signal?.addEventListener('abort', resolve, { once: true }));
}

/** The outcome of a call whose caller aborts as soon as the client waits for a rate limit. */
async function abortWhileWaiting(sleep: Sleep): Promise<{ code: string; requests: number }> {
  const controller = new AbortController();
  const { close, seen } = clientFor([limited({ 'retry-after': '30' })], {
    sleep: (durationMs, signal) => {
      const slept = sleep(durationMs, signal);
      controller.abort();
      return slept;
    },
  });
  const { error } = failed(await close.users.get('user_1', { signal: controller.signal }).result());
  return { code: error.code, requests: seen.length };
}

function failed<T extends { readonly ok: boolean }>(result: T): Extract<T, { readonly ok: false }> {
  if (result.ok) throw new Error('the call should have failed');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- narrowing a generic union by its tag is beyond the compiler
  return result as Extract<T, { readonly ok: false }>;
}
