import { createSandbox } from '@closekit/sandbox';
import type { SandboxOptions } from '@closekit/sandbox';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apiKey, createCloseClient, isCloseApiError } from '../src/index.ts';
import type { CloseClient } from '../src/index.ts';
import {
  ensureSubscription,
  handleOnce,
  isWebhookError,
  memoryWebhookStore,
  verifyWebhook,
} from '../src/webhooks.ts';
import type { EnsureSubscriptionOptions, WebhookSubscriptionEvent } from '../src/webhooks.ts';

const noon = Date.UTC(2026, 10, 30, 12);
const minute = 60_000;
const url = 'https://app.example/close-webhook';
const events: WebhookSubscriptionEvent[] = [
  { object_type: 'lead', action: 'created' },
  { object_type: 'lead', action: 'updated' },
];

const failToConnect = () => Promise.reject(new Error('database away'));

/** A sandbox, and the keys that an app stores. */
function open(options: SandboxOptions = {}) {
  const sandbox = createSandbox({ leads: 0, now: () => noon, ...options });
  const close = createCloseClient({ auth: apiKey(sandbox.apiKey), fetch: sandbox.fetch });
  const stored = new Map<string, string>();
  const keys: EnsureSubscriptionOptions['keys'] = {
    find: (id) => stored.get(id),
    save: ({ id, signatureKey }) => void stored.set(id, signatureKey),
  };
  const ensure = (wanted: Partial<EnsureSubscriptionOptions> = {}) =>
    ensureSubscription(close, { url, events, keys, now: sandbox.clock.now, ...wanted });
  const ids = async () => (await close.webhooks.list()).data.map(({ id }) => id);
  return { sandbox, close, stored, keys, ensure, ids };
}

/** Close answers the list of one process only after `count` subscriptions exist, as when processes start at once. */
async function waitForSubscriptions(close: CloseClient, count: number): Promise<void> {
  while ((await close.webhooks.list()).data.length < count) await Promise.resolve();
}

describe('ensureSubscription', () => {
  it('creates a subscription and stores its key, then sends one read', async () => {
    const { sandbox, close, stored, ensure } = open({ webhookKeys: 'created' });
    const first = await ensure();
    expect(first).toMatchObject({ change: 'created', deleted: [] });
    expect([...stored]).toEqual([[first.id, expect.stringMatching(/^[\da-f]{64}$/)]]);
    expect(await close.webhooks.get(first.id)).toMatchObject({
      url,
      events,
      status: 'active',
      verify_ssl: true,
    });
    sandbox.requests.length = 0;
    expect(await ensure()).toEqual({ id: first.id, change: 'none', deleted: [] });
    expect(sandbox.requests.map(({ method }) => method)).toEqual(['GET']);
  });

  it('reactivates a paused subscription', async () => {
    const { close, ensure } = open();
    const { id } = await ensure();
    await close.webhooks.update(id, { status: 'paused' });
    expect(await ensure()).toEqual({ id, change: 'reactivated', deleted: [] });
    expect(await close.webhooks.get(id)).toMatchObject({ status: 'active', events });
  });

  it('changes events and settings that differ, and only those', async () => {
    const { sandbox, close, ensure } = open();
    const { id } = await ensure();
    const filter = { type: 'field_accessor', field: 'data', filter: { type: 'non_null' } } as const;
    const wanted = {
      events: [{ object_type: 'task.lead', action: 'created', extra_filter: filter }],
    } as const;
    expect(await ensure(wanted)).toEqual({ id, change: 'updated', deleted: [] });
    expect(sandbox.requests.at(-1)).toMatchObject({ method: 'PUT', body: wanted });
    const reordered = { filter: { type: 'non_null' }, field: 'data', type: 'field_accessor' } as const;
    expect(await ensure({ events: [{ ...wanted.events[0], extra_filter: reordered }] })).toMatchObject({
      change: 'none',
    });
    expect(await ensure({ verifySsl: false })).toMatchObject({ change: 'updated' });
    expect(await close.webhooks.get(id)).toMatchObject({ events, verify_ssl: false });
    const nulls = events.toReversed().map((event) => ({ ...event, extra_filter: null }));
    expect(await ensure({ events: nulls, verifySsl: false })).toMatchObject({ change: 'none' });
  });

  it('leaves subscriptions of other URLs alone', async () => {
    const { sandbox, ensure, ids } = open();
    const other = sandbox.subscribe({ url: 'https://other.example/' });
    const { id } = await ensure();
    expect(await ids()).toEqual([other.id, id]);
  });

  it('knows its URL in any spelling', async () => {
    const { ensure } = open();
    const { id } = await ensure({ url: 'https://app.example' });
    expect(await ensure({ url: 'https://APP.example:443/' })).toEqual({ id, change: 'none', deleted: [] });
  });

  it('replaces a subscription older than `rotateBefore`, once, and both keys stay valid', async () => {
    const { sandbox, stored, ensure, ids } = open({ webhookKeys: 'created' });
    const old = await ensure();
    sandbox.clock.advance(minute);
    const rotateBefore = sandbox.clock.now();
    const replaced = await ensure({ rotateBefore });
    expect(replaced).toMatchObject({ change: 'created', deleted: [old.id] });
    expect([await ids(), [...stored.keys()]]).toEqual([[replaced.id], [old.id, replaced.id]]);
    expect(stored.get(old.id)).not.toBe(stored.get(replaced.id));
    expect(await ensure({ rotateBefore: new Date(rotateBefore) })).toMatchObject({
      id: replaced.id,
      change: 'none',
    });
  });

  it('keeps a replaced subscription for `overlapMs`, and never goes back to it', async () => {
    const { sandbox, ensure, ids } = open();
    const old = await ensure();
    sandbox.clock.advance(minute);
    const options = { rotateBefore: sandbox.clock.now(), overlapMs: 10 * minute };
    const replaced = await ensure(options);
    expect([replaced.deleted, await ids()]).toEqual([[], [old.id, replaced.id]]);
    expect(await ensure({ overlapMs: 10 * minute })).toEqual({
      id: replaced.id,
      change: 'none',
      deleted: [],
    });
    sandbox.clock.advance(10 * minute);
    expect(await ensure(options)).toEqual({ id: replaced.id, change: 'none', deleted: [old.id] });
  });

  it('replaces a subscription whose key was lost, once it cannot be one that was just created', async () => {
    const { sandbox, stored, ensure, ids } = open({ webhookKeys: 'created' });
    const lost = await ensure();
    stored.clear();
    const replaced = await ensure();
    expect([replaced, await ids()]).toMatchObject([
      { change: 'created', deleted: [] },
      [lost.id, replaced.id],
    ]);
    sandbox.clock.advance(10 * minute);
    expect(await ensure()).toEqual({ id: replaced.id, change: 'none', deleted: [lost.id] });
    expect([...stored.keys()]).toEqual([replaced.id]);
  });

  it('stores a key that Close still shows instead of replacing its subscription', async () => {
    const { sandbox, stored, ensure } = open({ webhookKeys: 'always' });
    const { id, signatureKey } = sandbox.subscribe({ url, events });
    expect(await ensure()).toEqual({ id, change: 'none', deleted: [] });
    expect(stored.get(id)).toBe(signatureKey);
  });

  it.each(['always', 'created'] as const)(
    'ends with one subscription after two processes (keys: %s)',
    async (webhookKeys) => {
      const { close, stored, ensure, ids } = open({ webhookKeys });
      const results = await Promise.all([ensure(), ensure(), ensure()]);
      expect(results.flatMap(({ deleted }) => deleted).length).toBeGreaterThan(0);
      await ensure();
      const [id = '', ...others] = await ids();
      expect([others, stored.has(id)]).toEqual([[], true]);
      expect(await close.webhooks.get(id)).toMatchObject({ status: 'active', url });
    },
  );

  it('never deletes the subscription of a process that has not stored its key yet', async () => {
    const { close, stored, keys, ensure, ids } = open({ webhookKeys: 'created' });
    const slowKeys: typeof keys = {
      find: keys.find,
      async save(subscription) {
        await waitForSubscriptions(close, 2);
        await keys.save(subscription);
      },
    };
    const slow = ensure({ keys: slowKeys });
    while ((await ids()).length === 0) await Promise.resolve();
    await Promise.all([slow, ensure()]);
    expect((await ids()).filter((id) => stored.has(id)).length).toBeGreaterThan(0);
    const last = await ensure();
    expect(await ids()).toEqual([last.id]);
  });

  it('leaves one usable subscription behind, however the calls of several processes interleave', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.record({
          webhookKeys: fc.constantFrom('always' as const, 'created' as const),
          processes: fc.integer({ min: 2, max: 4 }),
          isRotation: fc.boolean(),
        }),
        async (scheduler, { webhookKeys, processes, isRotation }) => {
          const { sandbox, stored, keys, ids } = open({ webhookKeys });
          const send = scheduler.scheduleFunction(async (input: RequestInfo | URL, init?: RequestInit) => {
            sandbox.clock.advance(1);
            return sandbox.fetch(input, init);
          });
          const close = createCloseClient({ auth: apiKey(sandbox.apiKey), fetch: send });
          const save = scheduler.scheduleFunction(async (key: Parameters<typeof keys.save>[0]) =>
            keys.save(key),
          );
          const find = scheduler.scheduleFunction(async (id: string) => keys.find(id));
          if (isRotation) sandbox.subscribe({ url, events });
          sandbox.clock.advance(1);
          const rotateBefore = sandbox.clock.now();
          const ensure = () =>
            ensureSubscription(close, {
              url,
              events,
              keys: { find, save },
              now: sandbox.clock.now,
              rotateBefore,
            });
          const all = Promise.all(Array.from({ length: processes }, ensure));
          await scheduler.waitFor(all);
          const usable = (await ids()).filter((id) => stored.has(id));
          expect(usable.length).toBeGreaterThan(0);
          sandbox.clock.advance(10 * minute);
          const last = await scheduler.waitFor(ensure());
          expect([await ids(), stored.has(last.id)]).toEqual([[last.id], true]);
        },
      ),
      { numRuns: 20, seed: 11 },
    );
  });

  it('deletes what it has created when the key cannot be stored', async () => {
    const { keys, ensure, ids } = open();
    await expect(ensure({ keys: { ...keys, save: failToConnect } })).rejects.toThrow('database away');
    expect(await ids()).toEqual([]);
  });

  it('fails without changes when a call or a look-up fails', async () => {
    const { sandbox, keys, ensure, ids } = open();
    sandbox.faults.next({ path: '/api/v1/webhook/', status: 403, body: { error: 'Not an admin.' } });
    await expect(ensure()).rejects.toMatchObject({ code: 'forbidden' });
    sandbox.subscribe({ url, events });
    await expect(ensure({ keys: { ...keys, find: failToConnect } })).rejects.toThrow('database away');
    expect(await ids()).toHaveLength(1);
  });

  it('creates nothing when the list cannot be read, and refuses a creation without a key', async () => {
    const { sandbox, ensure, ids } = open();
    for (const body of ['{}', '"no list"', '{"data":[{"url":"https://app.example/"}]}']) {
      sandbox.faults.next({ path: '/api/v1/webhook/', body: JSON.parse(body) });
      expect(await ensure().catch((error: unknown) => isCloseApiError(error) && error.code)).toBe('decode');
    }
    expect(await ids()).toEqual([]);
    sandbox.faults.next({ method: 'POST', body: { id: 'whsub_1', url, signature_key: 'not a key' } });
    expect(await ensure().catch((error: unknown) => isCloseApiError(error) && error.code)).toBe('decode');
    expect(sandbox.requests.at(-1)).toMatchObject({ method: 'DELETE', path: '/api/v1/webhook/whsub_1/' });
  });

  it('names a wrong option', async () => {
    const { keys, ensure } = open();
    const wrong = [
      [{ url: '/close-webhook' }, '`url` must be an absolute URL.'],
      [{ events: [] }, '`events` must be a non-empty list of events with `object_type` and `action`.'],
      [{ keys: { find: keys.find } }, '`keys` must be an object with the functions find and save.'],
      [{ verifySsl: 'no' }, '`verifySsl` must be true or false.'],
      [{ rotateBefore: noon + 1 }, '`rotateBefore` must be a time that is not in the future.'],
      [{ rotateBefore: new Date(Number.NaN) }, '`rotateBefore` must be a time that is not in the future.'],
      [{ overlapMs: -1 }, '`overlapMs` must be a number of at least 0.'],
    ] as const;
    for (const [options, message] of wrong) {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- callers without types
      const call = ensure(options as Partial<EnsureSubscriptionOptions>);
      await expect(call).rejects.toThrow(new TypeError(`ensureSubscription: ${message}`));
    }
  });
});

describe('a receiver', () => {
  it('handles each event once, although Close repeats it and two subscriptions deliver it', async () => {
    const store = memoryWebhookStore();
    const handled: string[] = [];
    let isAway = true;
    const { sandbox, close, keys, ensure } = open({
      redelivery: { firstDelayMs: 1000 },
      sendWebhook: async (request) => {
        if (isAway) return new Response(null, { status: 502 });
        try {
          const options = { signatureKey: keys.find, now: sandbox.clock.now };
          const { event } = await verifyWebhook(request, options);
          await handleOnce(event, () => handled.push(event.id), { store });
          return new Response(null, { status: 204 });
        } catch (error) {
          return new Response(null, { status: isWebhookError(error) ? error.status : 500 });
        }
      },
    });
    await ensure();
    sandbox.clock.advance(minute);
    await ensure({ rotateBefore: sandbox.clock.now(), overlapMs: minute });
    await close.leads.create({ name: 'Acme' });
    await sandbox.delivered();
    expect(sandbox.deliveries.map(({ status, attempts }) => [status, attempts])).toEqual([
      [502, 1],
      [502, 1],
    ]);
    isAway = false;
    sandbox.clock.advance(1000);
    await sandbox.delivered();
    const statuses = () => sandbox.deliveries.map(({ status }) => status);
    expect(statuses()).toContain(204);
    sandbox.clock.advance(2000);
    await sandbox.delivered();
    expect([statuses(), handled.length]).toEqual([[204, 204], 1]);
    for (const delivery of sandbox.deliveries) sandbox.redeliver(delivery);
    await sandbox.delivered();
    expect(handled).toEqual([sandbox.deliveries[0]?.event.id]);
  });
});
