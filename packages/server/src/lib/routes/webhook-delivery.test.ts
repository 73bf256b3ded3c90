import { handleOnce, memoryWebhookStore } from '@closekit/client/webhooks';
import type { WebhookDelivery } from '@closekit/client/webhooks';
import { describe, expect, it, vi } from 'vitest';
import { codeOf, setUp } from '../../../test/set-up-handler.ts';
import { closeEvent, signatureKey, signDelivery } from '../../../test/sign-delivery.ts';
import type { LiveBus } from '../live/bus.ts';
import type { OnDelivery } from '../live/deliver.ts';
import type { WebhookOptions } from '../live/parse-webhook-options.ts';
import { webhookRelay } from '../webhook-relay.ts';

const now = 1_795_000_000_000;
const deliver = (id = 'ev_1') => signDelivery(closeEvent({ id }), { timestampMs: now });

function relay(onDelivery: OnDelivery, webhooks: Partial<WebhookOptions> = {}) {
  const published: string[] = [];
  const bus: LiveBus = { publish: ({ id }) => void published.push(id), subscribe: () => () => undefined };
  const { handler, errors } = setUp({
    now: () => now,
    webhooks: { signatureKey, bus, onDelivery, ...webhooks },
  });
  return { handler, errors, published };
}

/** A listener whose calls the test ends. */
function createWork() {
  const started: string[] = [];
  const signals: AbortSignal[] = [];
  const ends: (() => void)[] = [];
  const onDelivery: OnDelivery = ({ event }, { signal }) => {
    started.push(event.id);
    signals.push(signal);
    return new Promise<void>((resolve) => ends.push(resolve));
  };
  return { started, signals, onDelivery, end: () => ends.shift()?.() };
}

/** The error of a relay with these options. */
function message(options: object): unknown {
  try {
    return webhookRelay({ signatureKey, ...options });
  } catch (error) {
    return error;
  }
}

describe('onDelivery', () => {
  it('gets the whole delivery, after the pages, and before Close gets its response', async () => {
    const seen: [WebhookDelivery, readonly string[]][] = [];
    const { handler, published } = relay((delivery) => void seen.push([delivery, [...published]]));
    expect((await handler(deliver())).status).toBe(204);
    expect(seen).toEqual([[{ event: closeEvent(), subscription_id: 'whsub_1' }, ['ev_1']]]);
  });

  it('gets nothing that is not verified', async () => {
    const onDelivery = vi.fn<OnDelivery>();
    const { handler } = relay(onDelivery);
    const forged = signDelivery(closeEvent(), { timestampMs: now, key: 'ab'.repeat(32) });
    expect(await codeOf(handler(forged))).toEqual([401, 'webhook_signature_invalid']);
    expect(onDelivery).not.toHaveBeenCalled();
  });

  it('lets Close repeat a delivery when it throws or rejects, without relaying it twice', async () => {
    const outcomes = [
      () => {
        throw new Error('secret of the app');
      },
      () => Promise.reject(new Error('secret of the app')),
      () => undefined,
    ];
    const { handler, errors, published } = relay(() => outcomes.shift()?.());
    for (const expected of [503, 503, 204]) {
      const response = await handler(deliver());
      expect([response.status, await response.text()]).not.toContain('secret');
      expect([response.status, response.headers.has('retry-after')]).toEqual([expected, expected === 503]);
    }
    expect(errors.map((error) => [error.code, String(error.cause)])).toEqual(
      [1, 2].map(() => ['delivery_failed', 'Error: secret of the app']),
    );
    expect(published).toEqual(['ev_1']);
  });

  it('is called again for a repeated delivery, which handleOnce drops', async () => {
    const work = vi.fn<() => void>();
    const store = memoryWebhookStore();
    const onDelivery = vi.fn<OnDelivery>(({ event }) => handleOnce(event, work, { store }));
    const { handler } = relay(onDelivery);
    for (let count = 0; count < 2; count += 1) expect((await handler(deliver())).status).toBe(204);
    expect([onDelivery.mock.calls.length, work.mock.calls.length]).toEqual([2, 1]);
  });

  it('passes on that an event is being handled', async () => {
    const store = memoryWebhookStore();
    const { onDelivery: work, started, end, signals } = createWork();
    const { handler } = relay(({ event }) =>
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- createWork reads the id only
      handleOnce(event, (signal) => work({ event } as WebhookDelivery, { signal }), { store }),
    );
    const first = handler(deliver());
    await vi.waitFor(() => expect(started).toHaveLength(1));
    expect(await codeOf(handler(deliver()))).toEqual([503, 'webhook_busy']);
    end();
    expect([(await first).status, signals[0]?.aborted]).toEqual([204, false]);
  });

  it('ends after its time limit, with a code', async () => {
    const { onDelivery, signals } = createWork();
    const { handler, errors } = relay(onDelivery, { deliveryTimeoutMs: 1 });
    expect(await codeOf(handler(deliver()))).toEqual([503, 'delivery_timeout']);
    expect([signals[0]?.aborted, errors.map(({ code }) => code)]).toEqual([true, ['delivery_timeout']]);
  });

  it('names a wrong option', () => {
    expect(message({ onDelivery: 'log' })).toEqual(
      new TypeError('webhookRelay: `onDelivery` must be a function.'),
    );
    expect(message({ maxDeliveries: 0 })).toEqual(
      new TypeError('webhookRelay: `maxDeliveries` must be a positive integer.'),
    );
    expect(message({ deliveryTimeoutMs: 0 })).toEqual(
      new TypeError('webhookRelay: `deliveryTimeoutMs` must be a positive integer up to 2147483647.'),
    );
  });
});
