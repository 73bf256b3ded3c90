import { describe, expect, it } from 'vitest';
import { memoryLiveBus } from '../../src/index.ts';
import type { LiveEvent } from '../../src/index.ts';
import { readMessages } from '../read-messages.ts';
import { signIn } from '../set-up-handler.ts';
import { closeEvent, signatureKey, signDelivery } from '../sign-delivery.ts';

const liveEvent: LiveEvent = {
  id: 'ev_1',
  organization_id: 'orga_1',
  object_type: 'lead',
  object_id: 'lead_1',
  lead_id: null,
  action: 'updated',
  changed_fields: [],
};

describe('published attacks on live updates', () => {
  it('Hono CVE-2026-29085: no line of an event is of its own making', async () => {
    const bus = memoryLiveBus();
    const { handler, browser } = await signIn({ webhooks: { signatureKey, bus } });
    const stream = readMessages(await browser.call('/api/close/events'));
    const breaks = ['\n', '\r', '\r\n', '\u2028', '\u0085', '\0'];
    const hostile = breaks.flatMap((one) => [
      closeEvent({ id: `ev_1${one}event: reset` }),
      closeEvent({
        id: `ev_a${breaks.indexOf(one)}`,
        object_id: `lead${one}data: x${one}${one}event: reset`,
      }),
      closeEvent({
        id: `ev_b${breaks.indexOf(one)}`,
        date_updated: `2026${one}retry: 1`,
        action: `a${one}id: x`,
      }),
      closeEvent({
        id: `ev_c${breaks.indexOf(one)}`,
        changed_fields: [`${one}data: x`],
        lead_id: `${one}id: y`,
      }),
    ]);
    const statuses = await Promise.all(
      hostile.map(async (event) => (await handler(signDelivery(event))).status),
    );
    expect(new Set(statuses)).toEqual(new Set([204, 400]));
    // A bus is not trusted either.
    await bus.publish({ ...liveEvent, id: 'ev\nevent: reset' });
    await bus.publish({ ...liveEvent, id: 'ev_last' });
    await stream.next();
    const messages: string[] = [];
    for (let next = await stream.next(); next !== undefined; next = await stream.next()) {
      messages.push(next);
      if (next.includes('ev_last')) break;
    }
    await stream.leave();
    expect(messages).toHaveLength(3 * breaks.length + 1);
    const own = /^event: close\nid: ev_[\w@:.+-]+\ndata: \{[^\r\n]*\}$/;
    expect(messages.filter((one) => !own.test(one) || /[\r\0]/.test(one))).toEqual([]);
  });

  it('Clerk CVE-2025-53548: only the whole signature of these bytes is accepted', async () => {
    const { handler, events } = await signIn({ webhooks: { signatureKey } });
    const right = signDelivery(closeEvent());
    const hash = right.headers.get('close-sig-hash') ?? '';
    const wrong = [
      '',
      ' ',
      hash.slice(0, -1),
      hash.slice(0, 2),
      `${hash}00`,
      `${hash},${hash}`,
      `v1,${hash}`,
      `0x${hash}`,
      'undefined',
      'null',
      '0'.repeat(64),
      'g'.repeat(64),
      signDelivery(closeEvent(), { key: '00'.repeat(32) }).headers.get('close-sig-hash') ?? '',
      signDelivery(closeEvent({ id: 'ev_2' })).headers.get('close-sig-hash') ?? '',
    ];
    const responses = wrong.map((value) => {
      const headers = new Headers(right.headers);
      headers.set('close-sig-hash', value);
      return handler(new Request(right.clone(), { headers }));
    });
    expect((await Promise.all(responses)).map(({ status }) => status)).toEqual(wrong.map(() => 401));
    expect(events.filter(({ type }) => type === 'refused')).toHaveLength(wrong.length);
    expect((await handler(right)).status).toBe(204);
  });
});
