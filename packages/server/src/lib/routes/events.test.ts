import { describe, expect, it } from 'vitest';
import { cookieHeader, createBrowser } from '../../../test/browser.ts';
import { fakeCloseOAuth, fakeGrant } from '../../../test/fake-close-oauth.ts';
import { beat, event, heartbeat, message, open, positionOf } from '../../../test/live-messages.ts';
import { readMessages } from '../../../test/read-messages.ts';
import { codeOf, signIn } from '../../../test/set-up-handler.ts';
import type { HandlerSetupOptions } from '../../../test/set-up-handler.ts';
import { signatureKey } from '../../../test/sign-delivery.ts';
import { memoryLiveBus } from '../live/bus.ts';
import type { LiveBus } from '../live/bus.ts';
import type { LiveEvent } from '../live/event.ts';
import type { WebhookOptions } from '../live/parse-webhook-options.ts';
import { memorySessionStore } from '../stores/memory.ts';

async function connect(webhooks: Partial<WebhookOptions> = {}, options: HandlerSetupOptions = {}) {
  const bus = memoryLiveBus();
  const setup = await signIn({ webhooks: { signatureKey, bus, ...webhooks }, ...options });
  return { ...setup, bus };
}

describe('GET events', () => {
  it("streams the changes in the session's organization", async () => {
    const { browser, bus } = await connect();
    const response = await open(browser);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    const messages = readMessages(response);
    const first = await messages.next();
    expect(positionOf(first)).toMatch(/^[\w-]{10,}$/);
    expect(first).toBe(heartbeat(positionOf(first)));
    await bus.publish(event('ev_0', { organization_id: 'orga_2' }));
    await bus.publish(event('ev_1'));
    expect(await messages.next()).toBe(message('ev_1'));
    await messages.leave();
  });

  it('holds one copy of a message for all pages, however many of them do not read', async () => {
    const { browser, bus } = await connect();
    const streams = await Promise.all(Array.from({ length: 3 }, () => open(browser)));
    await bus.publish(event('ev_1'));
    const readers = streams.flatMap(({ body }) => body?.getReader() ?? []);
    await Promise.all(readers.map((reader) => reader.read()));
    const [first, ...others] = await Promise.all(readers.map(async (reader) => (await reader.read()).value));
    expect(new TextDecoder().decode(first)).toBe(`${message('ev_1')}\n\n`);
    expect(others).toHaveLength(2);
    for (const other of others) expect(other).toBe(first);
    await Promise.all(readers.map((reader) => reader.cancel()));
  });

  it('does not exist unless it is enabled', async () => {
    const { browser } = await signIn();
    expect(await codeOf(browser.call('/api/close/events'))).toEqual([404, 'not_found']);
  });

  it('is for pages of its own origin, which need no header', async () => {
    const { handler, browser } = await connect();
    const cookie = cookieHeader(browser.cookies, false);
    const ask = (headers: Record<string, string>) =>
      handler(new Request('https://app.example/api/close/events', { headers: { cookie, ...headers } }));
    const refused = [
      {},
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'cross-site', 'x-closekit': '1' },
      { 'sec-fetch-site': 'none' },
      { 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' },
      { 'x-closekit': '1', origin: 'https://evil.example' },
    ];
    expect(await Promise.all(refused.map((headers) => codeOf(ask(headers))))).toEqual(
      refused.map(() => [403, 'cross_site']),
    );
    for (const headers of [{ 'sec-fetch-site': 'same-origin' }, { 'x-closekit': '1' }]) {
      const answer = await ask(Object.fromEntries(Object.entries(headers)));
      expect(answer.status).toBe(200);
      await answer.body?.cancel();
    }
  });

  it('requires a session and a connection', async () => {
    const { handler } = await connect();
    expect(await codeOf(open(createBrowser(handler)))).toEqual([401, 'signed_out']);
    const lost = await connect(
      {},
      { oauth: fakeCloseOAuth(fakeGrant({ status: 'reauthorization_required' })) },
    );
    expect(await codeOf(open(lost.browser))).toEqual([401, 'reauthorization_required']);
    const damaged = await connect({}, { oauth: fakeCloseOAuth(fakeGrant({ status: 'unreadable' })) });
    expect(await codeOf(open(damaged.browser))).toEqual([401, 'reauthorization_required']);
    const gone = await connect({}, { oauth: fakeCloseOAuth(fakeGrant({ status: 'revoked' })) });
    expect(await codeOf(open(gone.browser))).toEqual([401, 'signed_out']);
  });

  it('sends missed events to clients that reconnect', async () => {
    const { browser, bus } = await connect();
    const first = readMessages(await open(browser));
    const start = positionOf(await first.next());
    await bus.publish(event('ev_1'));
    await first.next();
    await first.leave();
    await bus.publish(event('ev_2'));
    const second = readMessages(await open(browser, 'ev_1'));
    expect([await second.next(), await second.next()]).toEqual([heartbeat('ev_1'), message('ev_2')]);
    const third = readMessages(await open(browser, start));
    expect([await third.next(), await third.next(), await third.next()]).toEqual([
      heartbeat(start),
      message('ev_1'),
      message('ev_2'),
    ]);
  });

  it('continues at the position in the address, unless the browser knows a newer one', async () => {
    const { browser, bus } = await connect();
    const first = readMessages(await open(browser));
    await first.next();
    for (const id of ['ev_1', 'ev_2', 'ev_3']) await bus.publish(event(id));
    const ask = async (position: string, headers: Record<string, string> = {}): Promise<unknown[]> => {
      const path = `/api/close/events?lastEventId=${encodeURIComponent(position)}`;
      const messages = readMessages(await browser.call(path, { headers }));
      const seen = [await messages.next(), await messages.next()];
      await messages.leave();
      return seen;
    };
    expect(await ask('ev_1')).toEqual([heartbeat('ev_1'), message('ev_2')]);
    expect(await ask('ev_1', { 'last-event-id': 'ev_2' })).toEqual([heartbeat('ev_2'), message('ev_3')]);
    expect(await ask('ev_1\n\nevent: close')).toEqual([
      heartbeat('ev_3'),
      'event: reset\nid: ev_3\ndata: {}',
    ]);
  });

  it('misses nothing after an event that Close has added to', async () => {
    const { browser, bus } = await connect();
    const first = readMessages(await open(browser));
    await first.next();
    await bus.publish(event('ev_1', { date_updated: '2026-11-23T12:00:00.000000' }));
    const position = positionOf(await first.next());
    await first.leave();
    await bus.publish(event('ev_2'));
    await bus.publish(event('ev_1', { date_updated: '2026-11-23T12:00:09.000000' }));
    const back = readMessages(await open(browser, position));
    expect(await back.next()).toBe(heartbeat(position));
    expect([await back.next(), await back.next()]).toEqual([
      message('ev_2'),
      message('ev_1').replace('id: ev_1', 'id: ev_1@2026-11-23T12:00:09.000000'),
    ]);
    await bus.publish(event('ev_3'));
    await bus.publish(event('ev_2'));
    const timeless = readMessages(await open(browser, 'ev_2'));
    await timeless.next();
    expect(await timeless.next()).toContain('id: ev_1@');
  });

  it('sends nothing else that the bus may carry', async () => {
    const { browser, bus } = await connect();
    const messages = readMessages(await open(browser));
    await messages.next();
    const raw = { ...event('ev_1'), data: { name: 'Hidden from some roles' }, previous_data: {} };
    await bus.publish(event('ev_0\n\nevent: reset'));
    await bus.publish(raw);
    expect(await messages.next()).toBe(message('ev_1'));
  });

  it('sends a reset to clients that were away too long', async () => {
    const { browser, bus } = await connect();
    const first = readMessages(await open(browser));
    await first.next();
    await bus.publish(event('ev_0'));
    expect(await first.next()).toBe(message('ev_0'));
    await first.leave();
    for (let index = 1; index <= 201; index += 1) await bus.publish(event(`ev_${index}`));
    const known = readMessages(await open(browser, 'ev_1'));
    expect(await known.next()).toBe(heartbeat('ev_1'));
    for (const lost of ['ev_0', 'of-another-process']) {
      const back = readMessages(await open(browser, lost));
      expect(await back.next()).toBe(heartbeat('ev_201'));
      expect(await back.next()).toBe('event: reset\nid: ev_201\ndata: {}');
    }
  });

  it('forgets organizations without listeners', async () => {
    const clock = { now: 0 };
    let subscriptions = 0;
    const bus = memoryLiveBus();
    const subscribe: typeof bus.subscribe = (organizationId, listener) => {
      const leave = bus.subscribe(organizationId, listener);
      subscriptions += 1;
      return () => {
        subscriptions -= 1;
        leave();
      };
    };
    const webhooks = { bus: { publish: bus.publish, subscribe } };
    const { browser } = await connect(webhooks, { now: () => clock.now });
    const first = readMessages(await open(browser));
    const position = positionOf(await first.next());
    clock.now += 600_000;
    const second = readMessages(await open(browser, position));
    expect([await second.next(), subscriptions]).toEqual([heartbeat(position), 1]);
    await Promise.all([first.leave(), second.leave()]);
    clock.now += 300_000;
    const third = readMessages(await open(browser, position));
    await third.next();
    expect(await third.next()).toMatch(/^event: reset\n/);
    expect(subscriptions).toBe(1);
  });

  it('sends heartbeats that pages hear, with the interval and the session of the stream', async () => {
    const { browser } = await connect({ heartbeatMs: 1 });
    const messages = readMessages(await open(browser));
    await messages.next();
    expect([await messages.next(), await messages.next()]).toEqual([beat, beat]);
    await messages.leave();
  });

  it('disconnects a reader that does not read', async () => {
    const { browser, bus } = await connect();
    const response = await open(browser);
    for (let index = 0; index < 300; index += 1) await bus.publish(event(`ev_${index}`));
    await expect(response.text()).rejects.toThrow('The reader of the event stream is too slow.');
    const back = readMessages(await open(browser, 'ev_298'));
    expect([await back.next(), await back.next()]).toEqual([heartbeat('ev_298'), message('ev_299')]);
  });

  it('releases everything when the browser disconnects', async () => {
    const left: string[] = [];
    const bus = { publish: () => undefined, subscribe: () => () => void left.push('left') };
    const clock = { now: 0 };
    const { browser } = await connect({ bus }, { now: () => clock.now });
    const controller = new AbortController();
    const messages = readMessages(await open(browser, undefined, { signal: controller.signal }));
    await messages.next();
    controller.abort();
    expect(await messages.rest()).toEqual([]);
    clock.now += 300_000;
    await open(browser);
    expect(left).toEqual(['left']);
  });

  it('stops working for a page that has disconnected', async () => {
    let looks = 0;
    const store = memorySessionStore();
    const load: typeof store.load = async (key) => {
      looks += 1;
      return store.load(key);
    };
    const { browser } = await connect({ heartbeatMs: 1 }, { sessions: { ...store, load } });
    for (const response of [await open(browser), await open(browser), await open(browser)]) {
      await response.body?.cancel();
    }
    const messages = readMessages(await open(browser));
    looks = 0;
    for (let count = 0; count < 20; count += 1) await messages.next();
    // About one check per heartbeat of the page that stays; four if the pages that left were checked, too.
    expect(looks).toBeLessThan(50);
    await messages.leave();
    looks = 0;
    await browser.call('/api/close/disconnect', { method: 'POST' });
    // One for the request, and none for the pages that have left.
    expect(looks).toBe(1);
  });

  it('limits the streams of a user in all browsers, and closes the oldest', async () => {
    const { handler, browser } = await connect({ streamsPerUser: 3 });
    const other = createBrowser(handler);
    await other.visit('/api/close/login');
    await other.visit('/api/close/callback?code=c&state=s2', { crossSite: true });
    const streams = [];
    for (const one of [browser, other, browser, other, browser]) streams.push(readMessages(await open(one)));
    const [first, second, third, fourth, fifth] = streams;
    expect([await first?.rest(), await second?.rest()]).toEqual([[expect.any(String)], [expect.any(String)]]);
    for (const stream of [third, fourth, fifth]) {
      await stream?.next();
      await stream?.leave();
    }
  });

  it('sends a reset when the bus has missed events, and to pages that come back from before', async () => {
    const inner = memoryLiveBus();
    const gaps: (() => void)[] = [];
    const subscribe: LiveBus['subscribe'] = (organizationId, listener, missed) => {
      if (missed) gaps.push(missed);
      return inner.subscribe(organizationId, listener);
    };
    const { browser } = await connect({ bus: { ...inner, subscribe } });
    const messages = readMessages(await open(browser));
    await messages.next();
    await inner.publish(event('ev_1'));
    expect(await messages.next()).toBe(message('ev_1'));
    for (const gap of gaps) gap();
    const reset = await messages.next();
    expect(reset).toMatch(/^event: reset\nid: [\w-]+\ndata: \{\}$/);
    await inner.publish(event('ev_2'));
    expect(await messages.next()).toBe(message('ev_2'));
    await messages.leave();
    const before = readMessages(await open(browser, 'ev_1'));
    await before.next();
    expect(await before.next()).toMatch(/^event: reset\n/);
    await before.leave();
    const after = readMessages(await open(browser, /^id: (.+)$/m.exec(reset ?? '')?.[1]));
    await after.next();
    expect(await after.next()).toBe(message('ev_2'));
    await after.leave();
  });

  it('separates organizations even when the bus does not', async () => {
    const listeners: ((event: LiveEvent) => void)[] = [];
    const bus: LiveBus = {
      publish: () => undefined,
      subscribe: (_, listener) => {
        listeners.push(listener);
        return () => undefined;
      },
    };
    const { browser } = await connect({ bus });
    const messages = readMessages(await open(browser));
    await messages.next();
    for (const listener of listeners) listener(event('ev_0', { organization_id: 'orga_2' }));
    for (const listener of listeners) listener(event('ev_1'));
    expect(await messages.next()).toBe(message('ev_1'));
    await messages.leave();
  });

  it('reports a failure of the bus', async () => {
    const bus: LiveBus = {
      publish: () => undefined,
      subscribe() {
        throw new Error('bus away');
      },
    };
    const { browser } = await connect({ bus });
    expect(await codeOf(open(browser))).toEqual([503, 'live_bus_unavailable']);
  });
});

describe('an open stream', () => {
  it('is refused while the bus cannot announce ended sessions, and ends with them later', async () => {
    let isDown = true;
    const bus = memoryLiveBus();
    const failing: LiveBus = {
      ...bus,
      subscribeEnded(listener, missed) {
        if (isDown) throw new Error('bus away');
        return bus.subscribeEnded?.(listener, missed) ?? (() => undefined);
      },
    };
    const sessions = memorySessionStore();
    const { browser } = await connect({ bus: failing }, { sessions });
    expect(await codeOf(open(browser))).toEqual([503, 'live_bus_unavailable']);
    isDown = false;
    const messages = readMessages(await open(browser));
    await messages.next();
    // As another process does.
    await sessions.deleteAll({ userId: 'user_1' });
    await bus.publishEnded?.({ userId: 'user_1' });
    expect(await messages.rest()).toEqual([]);
  });

  it('closes at once with the session', async () => {
    const { browser, bus } = await connect();
    const messages = readMessages(await open(browser));
    await messages.next();
    await browser.call('/api/close/logout', { method: 'POST' });
    await bus.publish(event('ev_1'));
    expect(await messages.rest()).toEqual([]);
  });

  it('closes with the session of another browser that shared the grant', async () => {
    const { handler, browser } = await connect();
    const other = createBrowser(handler);
    await other.visit('/api/close/login');
    await other.visit('/api/close/callback?code=c&state=s2', { crossSite: true });
    const messages = readMessages(await open(other));
    await messages.next();
    await browser.call('/api/close/disconnect', { method: 'POST' });
    expect(await messages.rest()).toEqual([]);
  });

  it('closes when another process deletes the session', async () => {
    const sessions = memorySessionStore();
    const { browser } = await connect({ heartbeatMs: 1 }, { sessions });
    const elsewhere = await signIn({ sessions });
    const messages = readMessages(await open(browser));
    await messages.next();
    await elsewhere.browser.call('/api/close/disconnect', { method: 'POST' });
    expect((await messages.rest()).filter((one) => one !== beat)).toEqual([]);
  });

  it('closes when the session expires', async () => {
    const clock = { now: 0 };
    const { browser } = await connect({ heartbeatMs: 1 }, { now: () => clock.now });
    const messages = readMessages(await open(browser));
    await messages.next();
    clock.now += 7 * 86_400_000;
    expect((await messages.rest()).filter((one) => one !== beat)).toEqual([]);
  });

  it('outlives a brief failure of the session store', async () => {
    const store = memorySessionStore();
    let isAway = false;
    const load: typeof store.load = async (key) => {
      if (isAway) throw new Error('store away');
      return store.load(key);
    };
    const { browser, bus } = await connect({ heartbeatMs: 1 }, { sessions: { ...store, load } });
    const messages = readMessages(await open(browser));
    await messages.next();
    isAway = true;
    expect([await messages.next(), await messages.next()]).toEqual([beat, beat]);
    await bus.publish(event('ev_1'));
    let one = await messages.next();
    while (one === beat) one = await messages.next();
    expect(one).toBe(message('ev_1'));
    await messages.leave();
  });

  it('closes when the server closes, and no new one opens', async () => {
    const server = new AbortController();
    const { browser } = await connect({ signal: server.signal });
    const messages = readMessages(await open(browser));
    await messages.next();
    server.abort();
    expect(await messages.rest()).toEqual([]);
    const late = readMessages(await open(browser));
    expect(await late.rest()).toHaveLength(1);
  });
});
