import type { WebhookDelivery } from '@closekit/client/webhooks';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { closeEvent } from '../../../test/sign-delivery.ts';
import { isCloseServerError } from '../base/errors.ts';
import { createDeliver } from './deliver.ts';
import type { DeliveryLimits } from './deliver.ts';

/** Deliveries to a listener whose calls the test ends, oldest first. */
function open(limits: Partial<DeliveryLimits> = {}) {
  const started: string[] = [];
  const signals: AbortSignal[] = [];
  const ends: (() => void)[] = [];
  const deliver = createDeliver(
    ({ event }, { signal }) => {
      started.push(event.id);
      signals.push(signal);
      return new Promise<void>((resolve) => ends.push(resolve));
    },
    { deliveryTimeoutMs: 5000, maxDeliveries: 2, ...limits },
  );
  const send = (id: string) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the id is all that these listeners read
    const delivery = { event: closeEvent({ id }), subscription_id: 'whsub_1' } as unknown as WebhookDelivery;
    return deliver(delivery).then(
      () => 'done',
      (error: unknown) => (isCloseServerError(error) ? error.code : error),
    );
  };
  const end = async () => {
    ends.shift()?.();
    await vi.advanceTimersByTimeAsync(0);
  };
  return { started, signals, send, end };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('createDeliver', () => {
  it('runs `maxDeliveries` at a time, in order', async () => {
    const { started, send, end } = open();
    const outcomes = ['ev_1', 'ev_2', 'ev_3', 'ev_4'].map(send);
    expect(started).toEqual(['ev_1', 'ev_2']);
    await end();
    expect(started).toEqual(['ev_1', 'ev_2', 'ev_3']);
    for (let count = 0; count < 3; count += 1) await end();
    expect(await Promise.all(outcomes)).toEqual(['done', 'done', 'done', 'done']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends the wait for a call at its limit, and aborts its signal', async () => {
    const { signals, send } = open();
    const outcome = send('ev_1');
    await vi.advanceTimersByTimeAsync(4999);
    expect(signals[0]?.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect([await outcome, signals[0]?.aborted]).toEqual(['delivery_timeout', true]);
  });

  it('counts the wait for a place, and never starts what has waited too long', async () => {
    const { started, send, end } = open({ maxDeliveries: 1 });
    void send('ev_1');
    await vi.advanceTimersByTimeAsync(3000);
    const outcome = send('ev_2');
    await vi.advanceTimersByTimeAsync(5000);
    expect(await outcome).toBe('webhook_busy');
    await end();
    expect(started).toEqual(['ev_1']);
  });

  it('keeps the place of a call that exceeds its limit until it settles', async () => {
    const { started, send, end } = open({ maxDeliveries: 1 });
    const late = send('ev_1');
    await vi.advanceTimersByTimeAsync(5000);
    const next = send('ev_2');
    expect([await late, started]).toEqual(['delivery_timeout', ['ev_1']]);
    await end();
    expect(started).toEqual(['ev_1', 'ev_2']);
    await end();
    expect(await next).toBe('done');
  });

  it('lets 100 deliveries wait and refuses the next at once', async () => {
    const { started, send, end } = open({ maxDeliveries: 1 });
    const outcomes = Array.from({ length: 101 }, (_, index) => send(`ev_${index}`));
    expect(await send('ev_more')).toBe('webhook_busy');
    for (let count = 0; count < 101; count += 1) await end();
    expect([new Set(await Promise.all(outcomes)), started.length]).toEqual([new Set(['done']), 101]);
  });

  it('frees the place of a call that fails', async () => {
    const outcomes: unknown[] = [new Error('away'), undefined];
    const deliver = createDeliver(
      () => {
        const outcome = outcomes.shift();
        if (outcome instanceof Error) throw outcome;
      },
      { deliveryTimeoutMs: 5000, maxDeliveries: 1 },
    );
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the listener reads nothing
    const delivery = {} as WebhookDelivery;
    await expect(deliver(delivery)).rejects.toMatchObject({
      code: 'delivery_failed',
      cause: { message: 'away' },
    });
    expect(await deliver(delivery)).toBeUndefined();
  });
});
