import { createSandbox } from '@closekit/sandbox';
import type { SandboxOptions, SandboxRedelivery } from '@closekit/sandbox';
import { describe, expect, it } from 'vitest';
import { noon, openApi } from './open-api.ts';

const url = 'https://app.example/close-hook';
const [second, minute, hour] = [1000, 60_000, 3_600_000];

/** A sandbox with one subscription, whose receiver responds with these statuses, then with the last one. */
function open(statuses: number[], options: SandboxOptions = {}) {
  const received: { id: string; at: number; timestamp: string | null }[] = [];
  const api = openApi({
    leads: 0,
    redelivery: true,
    tokenLifetimeMs: 1e12,
    sendWebhook: async (request) => {
      const { event } = await request.json();
      const timestamp = request.headers.get('close-sig-timestamp');
      received.push({ id: event.id, at: api.sandbox.clock.now() - noon, timestamp });
      const status = statuses.length > 1 ? statuses.shift() : statuses[0];
      if (status === 0) throw new Error('no way through');
      return new Response(null, { status: status ?? 204 });
    },
    ...options,
  });
  const { id } = api.sandbox.subscribe({ url, events: [{ object_type: 'lead', action: 'created' }] });
  const create = async () => {
    await api.call('POST', '/lead/', { name: 'Acme' });
    await api.sandbox.delivered();
  };
  const pass = async (ms: number) => {
    api.sandbox.clock.advance(ms);
    await api.sandbox.delivered();
  };
  const subscription = async () => (await api.call('GET', `/webhook/${id}/`)).json;
  return { ...api, id, received, create, pass, subscription };
}

/** The times of the signatures of two attempts, in seconds after noon. */
async function timestamps(redelivery: SandboxRedelivery): Promise<number[]> {
  const { received, create, pass } = open([500, 204], { redelivery });
  await create();
  await pass(5 * second);
  return received.map(({ timestamp }) => Number(timestamp) - noon / 1000);
}

/** Whether the responses to create, update, get and list show the key of a subscription. */
async function shown(webhookKeys: 'always' | 'created'): Promise<boolean[]> {
  const { call } = openApi({ leads: 0, webhookKeys });
  const events = [{ object_type: 'lead', action: 'created' }];
  const { json: created } = await call('POST', '/webhook/', { url, events });
  const path = `/webhook/${created.id}/`;
  const updated = await call('PUT', path, { status: 'paused' });
  const list = await call('GET', '/webhook/');
  const answers = [created, updated.json, (await call('GET', path)).json, list.json.data[0]];
  return answers.map((answer) => 'signature_key' in answer);
}

describe('redelivery', () => {
  it('repeats a failed delivery with the same event, at growing intervals, until it succeeds', async () => {
    const { sandbox, received, create, pass } = open([500, 0, 404, 204]);
    await create();
    expect(sandbox.deliveries).toMatchObject([{ status: 500, attempts: 1, nextAttemptAt: noon + second }]);
    await pass(999);
    expect(received).toHaveLength(1);
    await pass(1);
    expect(sandbox.deliveries).toMatchObject([{ status: 0, error: 'Error: no way through', attempts: 2 }]);
    for (const wait of [2 * second, 4 * second, hour]) await pass(wait);
    expect(received.map(({ at }) => at)).toEqual([0, second, 3 * second, 7 * second]);
    expect(new Set(received.map(({ id }) => id)).size).toBe(1);
    const [delivery] = sandbox.deliveries;
    expect([delivery?.status, delivery?.attempts, delivery?.error, delivery?.nextAttemptAt]).toEqual([
      204,
      4,
      undefined,
      undefined,
    ]);
  });

  it('is off by default', async () => {
    const { sandbox, create, pass } = open([500], { redelivery: false });
    await create();
    await pass(hour);
    expect(sandbox.deliveries).toMatchObject([{ status: 500, attempts: 1 }]);
  });

  it('waits 20 minutes at most, and gives up after 72 hours', async () => {
    const { received, sandbox, create, pass } = open([500], { redelivery: { pauseAfterMs: Infinity } });
    await create();
    while (sandbox.deliveries[0]?.nextAttemptAt !== undefined)
      await pass(sandbox.deliveries[0].nextAttemptAt - sandbox.clock.now());
    const waits = received.slice(1).map(({ at }, index) => at - (received[index]?.at ?? 0));
    expect(waits.slice(0, 12)).toEqual(
      [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1200].map((s) => s * second),
    );
    expect(new Set(waits.slice(11))).toEqual(new Set([20 * minute]));
    const last = received.at(-1)?.at ?? 0;
    expect([last <= 72 * hour, last > 72 * hour - 20 * minute]).toEqual([true, true]);
  });

  it('signs each attempt with its own time, or all with that of the first', async () => {
    expect(await timestamps({})).toEqual([0, 5]);
    expect(await timestamps({ signAgain: false })).toEqual([0, 0]);
  });

  it('pauses a subscription whose deliveries have all failed for 72 hours, and drops what waits', async () => {
    const { sandbox, call, id, received, create, pass, subscription } = open([500]);
    await create();
    await pass(71 * hour);
    expect(await subscription()).toMatchObject({ status: 'active' });
    await create();
    await pass(hour);
    expect(await subscription()).toMatchObject({ status: 'paused', pause_reason: 'failing' });
    expect(sandbox.deliveries.map(({ nextAttemptAt }) => nextAttemptAt)).toEqual([undefined, undefined]);
    received.length = 0;
    await create();
    await pass(72 * hour);
    expect(received).toEqual([]);
    await call('PUT', `/webhook/${id}/`, { status: 'active' });
    await create();
    expect([received.length, (await subscription()).status]).toEqual([1, 'active']);
  });

  it('restarts that time after a delivery that succeeds', async () => {
    const { create, pass, subscription } = open([500, 204, 500]);
    await create();
    await pass(second);
    await pass(100 * hour);
    await create();
    expect(await subscription()).toMatchObject({ status: 'active' });
  });

  it('pauses a subscription when too many of its deliveries wait', async () => {
    const { sandbox, create, subscription } = open([500], { redelivery: { maxWaiting: 2 } });
    for (let count = 0; count < 3; count += 1) await create();
    expect(await subscription()).toMatchObject({ status: 'paused' });
    expect(sandbox.deliveries.map(({ nextAttemptAt }) => nextAttemptAt)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('drops what waits for a subscription that was paused or deleted', async () => {
    const paused = open([500]);
    await paused.create();
    await paused.call('PUT', `/webhook/${paused.id}/`, { status: 'paused' });
    await paused.pass(hour);
    const deleted = open([500]);
    await deleted.create();
    await deleted.call('DELETE', `/webhook/${deleted.id}/`);
    await deleted.pass(hour);
    expect([paused.received.length, deleted.received.length]).toEqual([1, 1]);
  });

  it('ends with a reset', async () => {
    const { sandbox, received, create, pass } = open([500]);
    await create();
    sandbox.reset();
    await pass(hour);
    expect([received.length, sandbox.deliveries]).toEqual([1, []]);
  });

  it('does not start for an attempt that was in flight at a reset', async () => {
    const sent: (() => void)[] = [];
    const { sandbox, call, pass } = open([], {
      sendWebhook: () =>
        new Promise((resolve) => {
          sent.push(() => resolve(new Response(null, { status: 500 })));
        }),
    });
    await call('POST', '/lead/', { name: 'Acme' });
    const [delivery] = sandbox.deliveries;
    await expect.poll(() => sent.length).toBe(1);
    sandbox.reset();
    sent[0]?.();
    await pass(hour);
    expect([delivery?.attempts, delivery?.nextAttemptAt]).toEqual([1, undefined]);
  });

  it('names a wrong option', () => {
    for (const redelivery of ['yes', { firstDelayMs: 0 }, { maxDelayMs: -1 }, { signAgain: 'no' }]) {
      const make = (): unknown => Reflect.apply(createSandbox, undefined, [{ redelivery }]);
      expect(make).toThrow(
        'createSandbox: `redelivery` must be true, false, or an object with positive numbers.',
      );
    }
  });
});

describe('sandbox.redeliver', () => {
  it('sends a delivery again at once, also after a success', async () => {
    const { sandbox, received, create } = open([204], { redelivery: false });
    await create();
    const [delivery] = sandbox.deliveries;
    if (delivery !== undefined) sandbox.redeliver(delivery);
    await sandbox.delivered();
    expect([received.length, new Set(received.map(({ id }) => id)).size, delivery?.attempts]).toEqual([
      2, 1, 2,
    ]);
  });

  it('replaces the attempt that was scheduled', async () => {
    const { sandbox, received, create, pass } = open([500, 204]);
    await create();
    const [delivery] = sandbox.deliveries;
    if (delivery !== undefined) sandbox.redeliver(delivery);
    await sandbox.delivered();
    await pass(hour);
    expect(received).toHaveLength(2);
  });

  it('refuses what is not a delivery of this sandbox', async () => {
    const one = open([204]);
    await one.create();
    const other = open([204]);
    const [delivery] = one.sandbox.deliveries;
    expect(() => delivery && other.sandbox.redeliver(delivery)).toThrow(
      new TypeError('sandbox.redeliver: `delivery` must be one of `sandbox.deliveries`.'),
    );
  });
});

describe('webhookKeys', () => {
  it('shows the key of a subscription always, or only when it is created', async () => {
    expect(await shown('always')).toEqual([true, true, true, true]);
    expect(await shown('created')).toEqual([true, false, false, false]);
    expect(() => Reflect.apply(createSandbox, undefined, [{ webhookKeys: 'never' }])).toThrow(
      "createSandbox: `webhookKeys` must be 'always' or 'created'.",
    );
  });
});
