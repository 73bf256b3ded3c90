import { describe, expect, it } from 'vitest';
import { fakeCloseOAuth } from '../../../test/fake-close-oauth.ts';
import { codeOf, setUp } from '../../../test/set-up-handler.ts';
import { closeEvent, signatureKey, signDelivery } from '../../../test/sign-delivery.ts';
import { createCloseHandler } from '../create-close-handler.ts';
import type { CloseHandlerOptions } from '../config/handler-config.ts';
import type { LiveBus } from '../live/bus.ts';
import type { LiveEvent } from '../live/event.ts';
import type { WebhookOptions } from '../live/parse-webhook-options.ts';
import { webhookRelay } from '../webhook-relay.ts';

const now = 1_795_000_000_000;
const deliver = (event: unknown = closeEvent(), options: Parameters<typeof signDelivery>[1] = {}) =>
  signDelivery(event, { timestampMs: now, ...options });

function relay(webhooks: Partial<WebhookOptions> = {}) {
  const published: LiveEvent[] = [];
  const bus: LiveBus = { publish: (event) => void published.push(event), subscribe: () => () => undefined };
  const { handler, errors } = setUp({ now: () => now, webhooks: { signatureKey, bus, ...webhooks } });
  return { handler, errors, published };
}

describe('POST webhook', () => {
  it('publishes which object changed, without its contents', async () => {
    const { handler, published } = relay();
    const answer = await handler(deliver());
    expect([answer.status, await answer.text()]).toEqual([204, '']);
    expect(published).toEqual([
      {
        id: 'ev_1',
        organization_id: 'orga_1',
        object_type: 'lead',
        object_id: 'lead_1',
        lead_id: 'lead_1',
        action: 'updated',
        changed_fields: ['name'],
        date_updated: '2026-11-23T12:00:00.000000',
      },
    ]);
  });

  it('does not exist unless it is enabled', async () => {
    const { handler } = setUp();
    expect(await codeOf(handler(deliver()))).toEqual([404, 'not_found']);
  });

  it('accepts events without the optional members', async () => {
    const { handler, published } = relay();
    const event = closeEvent({ lead_id: null, changed_fields: undefined, data: null, meta: undefined });
    expect((await handler(deliver(event))).status).toBe(204);
    expect(published).toMatchObject([{ lead_id: null, changed_fields: [] }]);
  });

  it('refuses a body that differs from the signed one by a space', async () => {
    const { handler, published, errors } = relay();
    const signed = await deliver().text();
    const refusal = await codeOf(handler(deliver(closeEvent(), { body: `${signed} ` })));
    expect([refusal, published]).toEqual([[401, 'webhook_signature_invalid'], []]);
    expect(errors.map((error) => error.code)).toEqual(['webhook_signature_invalid']);
  });

  it('refuses a signature with another key, another time or none', async () => {
    const { handler, published } = relay();
    const late = deliver();
    late.headers.set('close-sig-timestamp', String(now / 1000 + 1));
    const unsigned = deliver();
    unsigned.headers.delete('close-sig-hash');
    const timeless = deliver();
    timeless.headers.set('close-sig-timestamp', 'yesterday');
    const short = deliver();
    short.headers.set('close-sig-hash', 'ab');
    // The key as text, as a library would sign that forgets to decode it.
    const text = Buffer.from(signatureKey).toString('hex');
    const requests = [deliver(closeEvent(), { key: text }), late, unsigned, timeless, short];
    const refusals = await Promise.all(requests.map((request) => codeOf(handler(request))));
    expect([refusals, published]).toEqual([requests.map(() => [401, 'webhook_signature_invalid']), []]);
  });

  it('refuses deliveries that are too old or too new', async () => {
    const { handler } = relay({ toleranceMs: 60_000 });
    const times = [now - 61_000, now - 60_000, now + 60_000, now + 61_000];
    const answers = await Promise.all(
      times.map((timestampMs, index) =>
        handler(signDelivery(closeEvent({ id: `ev_${index}` }), { timestampMs })),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([401, 204, 204, 401]);
    expect(await answers[0]?.json()).toMatchObject({ code: 'webhook_expired' });
  });

  it('drops repeated events, but not newer versions of them', async () => {
    const { handler, published } = relay();
    const consolidated = closeEvent({ date_updated: '2026-11-23T12:00:09.000000' });
    for (const event of [closeEvent(), closeEvent(), closeEvent({ id: 'ev_2' }), consolidated]) {
      expect((await handler(deliver(event))).status).toBe(204);
    }
    expect(published.map(({ id }) => id)).toEqual(['ev_1', 'ev_2', 'ev_1']);
  });

  it('publishes an event once when it arrives several times at once', async () => {
    const { handler, published } = relay();
    const answers = await Promise.all([handler(deliver()), handler(deliver()), handler(deliver())]);
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
    expect(published).toHaveLength(1);
  });

  it('lets Close repeat a delivery when the bus fails', async () => {
    const published: LiveEvent[] = [];
    let isAway = true;
    const publish: LiveBus['publish'] = async (event) => {
      if (isAway) throw new Error('bus away');
      published.push(event);
    };
    const { handler, errors } = relay({ bus: { publish, subscribe: () => () => undefined } });
    expect(await codeOf(handler(deliver()))).toEqual([503, 'live_bus_unavailable']);
    isAway = false;
    expect((await handler(deliver())).status).toBe(204);
    expect([published.length, errors.map((error) => error.code)]).toEqual([1, ['live_bus_unavailable']]);
  });

  it('finds the key by the subscription', async () => {
    const other = 'ab'.repeat(32);
    const keys: Record<string, string> = { whsub_1: signatureKey, whsub_2: other };
    const { handler, published } = relay({ signatureKey: async (id) => keys[id] });
    const answers = [
      deliver(closeEvent({ id: 'ev_1' })),
      deliver(closeEvent({ id: 'ev_2' }), { subscriptionId: 'whsub_2', key: other }),
      deliver(closeEvent({ id: 'ev_3' }), { subscriptionId: 'whsub_2' }),
      deliver(closeEvent({ id: 'ev_4' }), { subscriptionId: 'whsub_3' }),
    ].map(async (request) => (await handler(request)).status);
    expect(await Promise.all(answers)).toEqual([204, 204, 401, 404]);
    expect(published.map(({ id }) => id).toSorted()).toEqual(['ev_1', 'ev_2']);
  });

  it('accepts each of several keys', async () => {
    const other = 'ab'.repeat(32);
    const { handler, published } = relay({ signatureKey: [signatureKey, other] });
    const keys = [signatureKey, other, 'cd'.repeat(32)];
    const answers = keys.map((key) => handler(deliver(closeEvent({ id: `ev_${key}` }), { key })));
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([204, 204, 401]);
    expect(published).toHaveLength(2);
  });

  it('looks up no key for an invalid id', async () => {
    const keys: Record<string, string> = {};
    const asked: string[] = [];
    const { handler } = relay({
      signatureKey: (id) => {
        asked.push(id);
        return keys[id];
      },
    });
    const names = ['constructor', '__proto__', 'toString', '', "' or 1=1", `whsub_${'x'.repeat(10_000)}`];
    const answers = names.map((name) => codeOf(handler(deliver(closeEvent(), { subscriptionId: name }))));
    const nameless = { body: JSON.stringify({ event: closeEvent(), subscription_id: ['whsub_1'] }) };
    answers.push(codeOf(handler(deliver(closeEvent(), nameless))));
    expect(await Promise.all(answers)).toEqual(answers.map(() => [404, 'webhook_subscription_unknown']));
    expect(asked).toEqual([]);
  });

  it('does not let the admin of one organization sign for another', async () => {
    const { handler, published } = relay({
      signatureKey: () => ({ signatureKey, organizationId: 'orga_2' }),
    });
    expect(await codeOf(handler(deliver()))).toEqual([401, 'webhook_signature_invalid']);
    expect((await handler(deliver(closeEvent({ organization_id: 'orga_2' })))).status).toBe(204);
    expect(published.map((event) => event.organization_id)).toEqual(['orga_2']);
  });

  it('refuses signed bodies that are not events', async () => {
    const { handler, published } = relay();
    const events = [null, 'ev_1', {}, closeEvent({ id: 'ev 1\nevent: close' }), closeEvent({ object_id: 7 })];
    const refusals = await Promise.all(events.map((event) => codeOf(handler(deliver(event)))));
    expect([refusals, published]).toEqual([events.map(() => [400, 'body_invalid']), []]);
    const signed = await codeOf(handler(deliver(closeEvent(), { signed: 'not JSON' })));
    const unsigned = await codeOf(handler(deliver(closeEvent(), { body: 'not JSON' })));
    expect([signed, unsigned]).toEqual([
      [400, 'body_invalid'],
      [401, 'webhook_signature_invalid'],
    ]);
  });

  it('limits the size of the events that an admin of an organization can sign', async () => {
    const { handler, published } = relay();
    const long = 'x'.repeat(201);
    const events = [
      closeEvent({ id: 'ev_1', changed_fields: Array.from({ length: 201 }, () => 'name') }),
      closeEvent({ id: 'ev_2', changed_fields: ['name', long, 7], date_updated: long, lead_id: long }),
      ...['id', 'object_id', 'object_type', 'action'].map((name) => closeEvent({ [name]: long })),
    ];
    const answers: number[] = [];
    for (const one of events) answers.push((await handler(deliver(one))).status);
    expect(answers).toEqual([204, 204, 400, 400, 400, 400]);
    expect(published).toMatchObject([
      { id: 'ev_1', changed_fields: [] },
      { id: 'ev_2', changed_fields: ['name'], lead_id: null },
    ]);
    expect(published[1]).not.toHaveProperty('date_updated');
  });

  it('does not let the event of one organization suppress that of another', async () => {
    const { handler, published } = relay();
    for (const organization_id of ['orga_2', 'orga_1']) {
      expect((await handler(deliver(closeEvent({ organization_id })))).status).toBe(204);
    }
    expect(published.map((event) => event.organization_id)).toEqual(['orga_2', 'orga_1']);
  });

  it('reads no body over the limit', async () => {
    const { handler } = setUp({ now: () => now, webhooks: { signatureKey, maxBodyBytes: 100 } });
    expect(await codeOf(handler(deliver()))).toEqual([413, 'body_too_large']);
  });

  it('does not show a key that is invalid', async () => {
    const { handler, errors } = relay({ signatureKey: () => 'secret-but-not-hexadecimal' });
    expect(await codeOf(handler(deliver()))).toEqual([500, 'internal']);
    expect(String(errors[0]?.cause)).not.toContain('secret-but');
  });
});

const messageFor = (options: unknown): string => {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- callers without types.
    webhookRelay(options as WebhookOptions);
    return 'accepted';
  } catch (error) {
    return error instanceof TypeError ? error.message : 'not a TypeError';
  }
};

describe('webhookRelay', () => {
  it('names the wrong member', () => {
    const wrong = [
      null,
      {},
      { signatureKey: 'not hexadecimal' },
      { signatureKey: 'ab' },
      { signatureKey: [] },
      { signatureKey: [signatureKey, { signatureKey: 'ab', organizationId: 'orga_1' }] },
      { signatureKey, toleranceMs: 0 },
      { signatureKey, heartbeatMs: 2 ** 31 },
      { signatureKey, maxBodyBytes: 0.5 },
      { signatureKey, bus: { publish: () => undefined } },
      { signatureKey, signal: {} },
    ];
    expect(wrong.map(messageFor)).toEqual([
      'webhookRelay: `options` must be an object with a `signatureKey`.',
      ...['', '', '', '', ''].map(
        () =>
          'webhookRelay: `signatureKey` must be, or return, the hexadecimal `signature_key` of a subscription.',
      ),
      'webhookRelay: `toleranceMs` must be a positive integer up to 2147483647.',
      'webhookRelay: `heartbeatMs` must be a positive integer up to 2147483647.',
      'webhookRelay: `maxBodyBytes` must be a positive integer up to 2147483647.',
      'webhookRelay: `bus` must be a LiveBus with publish and subscribe.',
      'webhookRelay: `signal` must be an AbortSignal.',
    ]);
    expect(messageFor({ signatureKey })).toBe('accepted');
  });

  it('is what the option `webhooks` takes', () => {
    const options = { oauth: fakeCloseOAuth(), origin: 'https://app.example', webhooks: { signatureKey } };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- callers without types.
    const create = (): unknown => createCloseHandler(options as unknown as CloseHandlerOptions);
    expect(create).toThrow(
      new TypeError('createCloseHandler: `webhooks` must be the result of webhookRelay.'),
    );
  });
});
