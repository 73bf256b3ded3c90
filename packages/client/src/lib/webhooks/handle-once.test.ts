import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { handleOnce } from './handle-once.ts';
import { isWebhookError } from './webhook-error.ts';
import { memoryWebhookStore } from './webhook-store.ts';

const event = { id: 'ev_1', organization_id: 'orga_1', date_updated: '2026-11-30T14:00:00' };
const codeOf = (promise: Promise<unknown>) =>
  promise.catch((error: unknown) => (isWebhookError(error) ? `${error.status} ${error.code}` : error));

const away = (name: string) => () => Promise.reject(new Error(`${name} away`));
const hang = () => new Promise(() => {});
const throwAtOnce = () => {
  throw new Error('no mail server');
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('handleOnce', () => {
  it('does the work for an event once', async () => {
    const store = memoryWebhookStore();
    const work = vi.fn<() => void>();
    const outcomes = [
      await handleOnce(event, work, { store }),
      await handleOnce({ ...event }, work, { store }),
    ];
    expect([outcomes, work.mock.calls.length]).toEqual([['handled', 'repeated'], 1]);
  });

  it('handles a later version of an event, and no earlier one', async () => {
    const store = memoryWebhookStore();
    const at = (date_updated: string) => handleOnce({ ...event, date_updated }, () => undefined, { store });
    expect(await at('2026-11-30T14:00:00')).toBe('handled');
    expect(await at('2026-11-30T14:00:00.000001')).toBe('handled');
    expect(await at('2026-11-30T14:00:00')).toBe('repeated');
  });

  it('tells the events of organizations, and of ids without a time, apart', async () => {
    const store = memoryWebhookStore();
    const timeless = { id: 'ev_1', organization_id: 'orga_2' };
    const outcomes: string[] = [];
    for (const one of [event, timeless, timeless, { ...timeless, id: 'ev_2' }])
      outcomes.push(await handleOnce(one, () => undefined, { store }));
    expect(outcomes).toEqual(['handled', 'handled', 'repeated', 'handled']);
  });

  it('lets the work be done again after it has failed', async () => {
    const store = memoryWebhookStore();
    await expect(handleOnce(event, away('mail server'), { store })).rejects.toThrow('mail server away');
    await expect(handleOnce(event, throwAtOnce, { store })).rejects.toThrow('no mail server');
    expect(await handleOnce(event, () => undefined, { store })).toBe('handled');
  });

  it('is busy while another delivery of the event is being handled', async () => {
    const store = memoryWebhookStore();
    const ends: (() => void)[] = [];
    const work = () => new Promise<void>((resolve) => ends.push(resolve));
    const first = handleOnce(event, work, { store });
    await vi.advanceTimersByTimeAsync(0);
    expect(await codeOf(handleOnce(event, () => undefined, { store }))).toBe('503 webhook_busy');
    expect(await handleOnce({ ...event, id: 'ev_2' }, () => undefined, { store })).toBe('handled');
    ends[0]?.();
    expect(await first).toBe('handled');
    const again = [1, 2].map(() => handleOnce(event, () => undefined, { store }));
    expect(await Promise.all(again)).toEqual(['repeated', 'repeated']);
  });

  it('looks again once it has the claim: the work may have just been done', async () => {
    const memory = memoryWebhookStore();
    const work = vi.fn<() => void>();
    let reads = 0;
    const get = async (key: string) => {
      reads += 1;
      // Another process does the work after the first read.
      if (reads === 1) await handleOnce(event, work, { store: memory });
      return reads === 1 ? undefined : memory.get(key);
    };
    expect(await handleOnce(event, work, { store: { ...memory, get } })).toBe('repeated');
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('ends the wait for work at its limit, and lets it be done again', async () => {
    const store = memoryWebhookStore();
    let signal: AbortSignal | undefined;
    const late = codeOf(
      handleOnce(
        event,
        async (given) => {
          signal = given;
          await new Promise(() => {});
        },
        { store, leaseMs: 1000 },
      ),
    );
    await vi.advanceTimersByTimeAsync(999);
    expect([signal?.aborted, await codeOf(handleOnce(event, () => undefined, { store }))]).toEqual([
      false,
      '503 webhook_busy',
    ]);
    await vi.advanceTimersByTimeAsync(1);
    expect([await late, signal?.aborted]).toEqual(['503 webhook_timeout', true]);
    expect(await handleOnce(event, () => undefined, { store })).toBe('handled');
  });

  it('leaves the claim of another process alone once its own is over', async () => {
    const store = memoryWebhookStore();
    const writes: (() => void)[] = [];
    const set = () => new Promise<void>((resolve) => writes.push(resolve));
    const first = handleOnce(event, () => undefined, { store: { ...store, set }, leaseMs: 1000 });
    await vi.advanceTimersByTimeAsync(1000);
    const second = codeOf(handleOnce(event, hang, { store, leaseMs: 1000 }));
    await vi.advanceTimersByTimeAsync(0);
    writes[0]?.();
    expect(await first).toBe('handled');
    expect(await codeOf(handleOnce(event, () => undefined, { store }))).toBe('503 webhook_busy');
    await vi.advanceTimersByTimeAsync(1000);
    expect(await second).toBe('503 webhook_timeout');
  });

  it('remembers an event for `rememberMs`', async () => {
    const options = { store: memoryWebhookStore(), rememberMs: 5000 };
    await handleOnce(event, () => undefined, options);
    await vi.advanceTimersByTimeAsync(4999);
    expect(await handleOnce(event, () => undefined, options)).toBe('repeated');
    await vi.advanceTimersByTimeAsync(1);
    expect(await handleOnce(event, () => undefined, options)).toBe('handled');
  });

  it('fails when the store fails, except for the release of a claim', async () => {
    const memory = memoryWebhookStore();
    const outcomes = ['add', 'get', 'set'].map((method) =>
      handleOnce({ ...event, id: method }, () => undefined, {
        store: { ...memory, [method]: away('store') },
      }),
    );
    for (const outcome of outcomes) await expect(outcome).rejects.toThrow('store away');
    expect(await handleOnce(event, () => undefined, { store: { ...memory, delete: away('store') } })).toBe(
      'handled',
    );
  });

  it('leaves no timer behind', async () => {
    await handleOnce(event, () => undefined, { store: memoryWebhookStore() });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('names a wrong option', async () => {
    const store = memoryWebhookStore();
    const call = (options: object): Promise<unknown> =>
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- callers without types
      handleOnce(event, () => undefined, options as { store: typeof store });
    await expect(call({})).rejects.toThrow(
      new TypeError('handleOnce: `store` must be a store with add, get, set and delete.'),
    );
    const positive = 'must be a positive integer up to 2147483647.';
    await expect(call({ store, leaseMs: 0 })).rejects.toThrow(
      new TypeError(`handleOnce: \`leaseMs\` ${positive}`),
    );
    await expect(call({ store, rememberMs: 2 ** 31 })).rejects.toThrow(
      new TypeError(`handleOnce: \`rememberMs\` ${positive}`),
    );
  });
});
