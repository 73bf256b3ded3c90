import { describe, expect, it } from 'vitest';
import { cookieHeader } from '../../../test/browser.ts';
import type { Browser } from '../../../test/browser.ts';
import { readMessages } from '../../../test/read-messages.ts';
import { setUp } from '../../../test/set-up-handler.ts';
import type { HandlerSetupOptions } from '../../../test/set-up-handler.ts';
import { oauthOfMany, signInAs } from '../../../test/sign-in-as.ts';
import { signatureKey } from '../../../test/sign-delivery.ts';
import { memoryLiveBus } from '../live/bus.ts';
import { memorySessionStore } from '../stores/memory.ts';

const hourMs = 3_600_000;

function setting(options: HandlerSetupOptions = {}) {
  const clock = { now: 1_800_000_000_000 };
  const sessions = memorySessionStore();
  const now = () => clock.now;
  const setup = setUp({ oauth: oauthOfMany(), sessions, now, ...options });
  const current = (browser: Browser) => {
    const headers = { cookie: cookieHeader(browser.cookies, false) };
    return setup.handler.sessions.current(new Request('https://app.example/', { headers }));
  };
  return { ...setup, clock, current };
}

async function stateOf(browser: Browser): Promise<unknown> {
  const state: { status: unknown } = await (await browser.call('/api/close/session')).json();
  return state.status;
}

const wrongFilter = (caller: string): TypeError =>
  new TypeError(`${caller}: \`filter\` must have a userId or an organizationId.`);

/** Two handlers with the data of one app, as two processes have it. The heartbeat is too slow to help. */
async function fleet() {
  const [sessions, bus] = [memorySessionStore(), memoryLiveBus()];
  const webhooks = { signatureKey, bus, heartbeatMs: 600_000 };
  const [here, there] = [setting({ sessions, webhooks }), setting({ sessions, webhooks })];
  const browser = await signInAs(there.handler, 'user_1@orga_1');
  const messages = readMessages(await browser.call('/api/close/events'));
  await messages.next();
  const bystander = await signInAs(there.handler, 'user_2@orga_2');
  const others = readMessages(await bystander.call('/api/close/events'));
  await others.next();
  return { here, there, browser, messages, others, bus };
}

describe('handler.sessions', () => {
  it('lists the sessions of a user, with times, organizations and device', async () => {
    const { handler, clock } = setting({
      device: ({ headers }) => headers.get('user-agent') ?? undefined,
    });
    const phone = await signInAs(handler, 'user_1@orga_1');
    await phone.call('/api/close/session', { headers: { 'user-agent': 'Phone' } });
    clock.now += hourMs;
    await signInAs(handler, 'user_1@orga_2');
    await signInAs(handler, 'user_2@orga_1');
    clock.now += hourMs;
    await stateOf(phone);
    const { sessions, next } = await handler.sessions.list({ userId: 'user_1' });
    expect(next).toBeUndefined();
    expect(sessions.toSorted((a, b) => a.createdAt - b.createdAt)).toEqual([
      {
        id: expect.stringMatching(/^[\w-]{43}$/),
        userId: 'user_1',
        organizationId: 'orga_1',
        organizations: [{ id: 'orga_1', name: 'Engines' }],
        profile: {
          user: expect.objectContaining({ id: 'user_1' }),
          organization: { id: 'orga_1', name: 'Engines' },
        },
        device: 'Phone',
        createdAt: 1_800_000_000_000,
        lastSeenAt: 1_800_000_000_000 + 2 * hourMs,
        expiresAt: 1_800_000_000_000 + 2 * hourMs + 7 * 24 * hourMs,
      },
      expect.objectContaining({
        organizationId: 'orga_2',
        device: '',
        createdAt: 1_800_000_000_000 + hourMs,
      }),
    ]);
  });

  it('lists the sessions of an organization in pages, without those that have expired', async () => {
    const { handler, clock } = setting();
    await signInAs(handler, 'user_1@orga_1');
    clock.now += 8 * 24 * hourMs;
    // The browser of a user with two organizations, of which the other one is active.
    await signInAs(handler, 'user_2@orga_2', await signInAs(handler, 'user_2@orga_1'));
    await signInAs(handler, 'user_3@orga_1');
    await signInAs(handler, 'user_4@orga_3');
    const first = await handler.sessions.list({ organizationId: 'orga_1' }, { limit: 1 });
    const second = await handler.sessions.list({ organizationId: 'orga_1' }, { limit: 5, after: first.next });
    const users = [...first.sessions, ...second.sessions].map(({ userId }) => userId);
    expect([users.toSorted(), second.next]).toEqual([['user_2', 'user_3'], undefined]);
  });

  it('names no session by an id with which a browser could sign in', async () => {
    const { handler, browser, current } = setting();
    const own = await signInAs(handler, 'user_1@orga_1');
    const { id = '' } = (await current(own)) ?? {};
    browser.cookies.set('__Host-closekit', { value: id, attributes: '' });
    expect(await stateOf(browser)).toBe('signed-out');
  });

  it('ends one session of its user, and none of another one', async () => {
    const { handler, current } = setting();
    const [first, second] = [
      await signInAs(handler, 'user_1@orga_1'),
      await signInAs(handler, 'user_1@orga_1'),
    ];
    const { id = '' } = (await current(first)) ?? {};
    expect(await handler.sessions.end({ id, userId: 'user_2' })).toBe(false);
    expect(await stateOf(first)).toBe('signed-in');
    expect(await handler.sessions.end({ id, userId: 'user_1' })).toBe(true);
    expect(await handler.sessions.end({ id, userId: 'user_1' })).toBe(false);
    expect([await stateOf(first), await stateOf(second)]).toEqual(['signed-out', 'signed-in']);
    expect(await current(first)).toBeUndefined();
  });

  it('ends all other sessions of a user', async () => {
    const { handler, current } = setting();
    const browsers = [];
    for (const user of ['user_1', 'user_1', 'user_1', 'user_2'])
      browsers.push(await signInAs(handler, `${user}@orga_1`));
    const [own, ...others] = browsers;
    const session = own && (await current(own));
    expect(await handler.sessions.endAll({ userId: 'user_1' }, session?.id)).toBe(2);
    expect(await Promise.all([own, ...others].map((each) => each && stateOf(each)))).toEqual([
      'signed-in',
      'signed-out',
      'signed-out',
      'signed-in',
    ]);
  });

  it('ends all sessions of an organization, active or not', async () => {
    const { handler } = setting();
    const both = await signInAs(handler, 'user_2@orga_2', await signInAs(handler, 'user_2@orga_1'));
    const [one, other] = [await signInAs(handler, 'user_1@orga_1'), await signInAs(handler, 'user_1@orga_3')];
    expect(await handler.sessions.endAll({ organizationId: 'orga_1' })).toBe(2);
    expect(await Promise.all([both, one, other].map(stateOf))).toEqual([
      'signed-out',
      'signed-out',
      'signed-in',
    ]);
  });

  it('labels the device of a session of its user', async () => {
    const { handler, current } = setting();
    const browser = await signInAs(handler, 'user_1@orga_1');
    const { id = '' } = (await current(browser)) ?? {};
    expect(await handler.sessions.label({ id, userId: 'user_2' }, 'Stolen')).toBe(false);
    expect(await handler.sessions.label({ id, userId: 'user_1' }, 'Ada’s\u0000 phone')).toBe(true);
    expect((await current(browser))?.device).toBe('Ada’s  phone');
    // A switch gives the session another id, and keeps its label.
    await signInAs(handler, 'user_1@orga_2', browser);
    expect(await current(browser)).toMatchObject({ device: 'Ada’s  phone', organizationId: 'orga_2' });
  });

  it('asks the app for a label until it has one, and survives an app that throws', async () => {
    const labels = ['', 'Phone', 'Laptop'];
    const { handler, current } = setting({
      device: () => {
        const label = labels.shift();
        if (label === '') throw new Error('no idea');
        return label;
      },
    });
    const browser = await signInAs(handler, 'user_1@orga_1');
    const seen = [await current(browser), await current(browser), await current(browser)];
    expect(seen.map((session) => session?.device)).toEqual(['', 'Phone', 'Phone']);
  });

  it('survives an app whose label is no text, or a promise that rejects', async () => {
    // @ts-expect-error -- JavaScript apps can pass an asynchronous function
    const { handler, current } = setting({ device: () => Promise.reject(new Error('no idea')) });
    const browser = await signInAs(handler, 'user_1@orga_1');
    expect((await current(browser))?.device).toBe('');
  });

  it('refuses a filter that selects everyone, and other wrong arguments', async () => {
    const { sessions } = setting().handler;
    // @ts-expect-error -- an id that is not set
    await expect(sessions.endAll({ userId: undefined })).rejects.toThrow(wrongFilter('endAll'));
    await expect(sessions.endAll({ userId: '' })).rejects.toThrow(wrongFilter('endAll'));
    // @ts-expect-error -- no filter
    await expect(sessions.list({})).rejects.toThrow(wrongFilter('list'));
    await expect(sessions.list({ userId: 'user_1' }, { limit: 0 })).rejects.toThrow(
      new TypeError('list: `limit` must be a positive integer up to 1000.'),
    );
    await expect(sessions.label({ id: 'x', userId: 'user_1' }, 'x'.repeat(201))).rejects.toThrow(
      new TypeError('label: `device` must be a text of up to 200 characters.'),
    );
  });
});

describe('the end of sessions', () => {
  it('is emitted with its cause and its user', async () => {
    const { handler, events, current } = setting({ sessionsPerUser: 1 });
    await signInAs(handler, 'user_1@orga_1');
    const browser = await signInAs(handler, 'user_1@orga_2');
    const { id = '' } = (await current(browser)) ?? {};
    await handler.sessions.end({ id, userId: 'user_1' });
    await signInAs(handler, 'user_2@orga_1');
    await handler.sessions.endAll({ organizationId: 'orga_1' });
    const facts = events.filter(({ type }) => type !== 'signed-in');
    expect(facts).toEqual([
      expect.objectContaining({
        type: 'session-ended',
        reason: 'limit',
        userId: 'user_1',
        organizationId: 'orga_1',
        route: 'callback',
      }),
      expect.objectContaining({
        type: 'session-ended',
        reason: 'ended',
        userId: 'user_1',
        organizationId: 'orga_2',
        route: undefined,
      }),
      expect.objectContaining({
        type: 'sessions-ended',
        count: 1,
        userId: undefined,
        organizationId: 'orga_1',
      }),
    ]);
  });
});

describe('the sessions of a user', () => {
  it('are limited: beyond it the least recently seen end, and those of others stay', async () => {
    const { handler, clock } = setting({ sessionsPerUser: 2 });
    const other = await signInAs(handler, 'user_2@orga_1');
    const first = await signInAs(handler, 'user_1@orga_1');
    clock.now += hourMs;
    const second = await signInAs(handler, 'user_1@orga_1');
    clock.now += hourMs;
    await stateOf(first);
    const third = await signInAs(handler, 'user_1@orga_1');
    expect(await Promise.all([other, first, second, third].map(stateOf))).toEqual([
      'signed-in',
      'signed-in',
      'signed-out',
      'signed-in',
    ]);
  });

  it('are not limited by a switch, which replaces one', async () => {
    const { handler } = setting({ sessionsPerUser: 2 });
    const [first, second] = [
      await signInAs(handler, 'user_1@orga_1'),
      await signInAs(handler, 'user_1@orga_1'),
    ];
    await signInAs(handler, 'user_1@orga_2', second);
    const body = JSON.stringify({ organizationId: 'orga_1' });
    await second.call('/api/close/switch', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    expect([await stateOf(first), await stateOf(second)]).toEqual(['signed-in', 'signed-in']);
  });

  it('do not evict those of others from a store in memory', async () => {
    const { handler } = setting({ sessions: memorySessionStore({ maxSessions: 150 }) });
    const victim = await signInAs(handler, 'user_2@orga_1');
    for (let count = 0; count < 200; count += 1) await signInAs(handler, 'user_1@orga_1');
    expect(await stateOf(victim)).toBe('signed-in');
    expect((await handler.sessions.list({ userId: 'user_1' }, { limit: 1000 })).sessions).toHaveLength(100);
  });
});

describe('an open stream in another process', () => {
  it('closes at once when its session ends here', async () => {
    const { here, there, browser, messages, others } = await fleet();
    const { id = '' } = (await there.current(browser)) ?? {};
    await here.handler.sessions.end({ id, userId: 'user_1' });
    expect(await messages.rest()).toEqual([]);
    await others.leave();
  });

  it('closes at once when all sessions of its user end here', async () => {
    const { here, messages, others } = await fleet();
    await here.handler.sessions.endAll({ userId: 'user_1' });
    expect(await messages.rest()).toEqual([]);
    await others.leave();
  });

  it('closes at once when all sessions of its organization end here', async () => {
    const { here, messages, others } = await fleet();
    await here.handler.sessions.endAll({ organizationId: 'orga_1' });
    expect(await messages.rest()).toEqual([]);
    await others.leave();
  });

  it('closes at once when another browser of the user exceeds the limit here', async () => {
    const { here, messages, others } = await fleet();
    for (let count = 0; count < 100; count += 1) {
      here.clock.now += 1;
      await signInAs(here.handler, 'user_1@orga_1');
    }
    expect(await messages.rest()).toEqual([]);
    await others.leave();
  });

  it('stays open for a message about a session that has not ended', async () => {
    const { messages, others, bus } = await fleet();
    await bus.publishEnded?.({ userId: 'user_1' });
    await bus.publish({
      id: 'ev_1',
      organization_id: 'orga_1',
      object_type: 'lead',
      object_id: 'lead_1',
      lead_id: null,
      action: 'updated',
      changed_fields: [],
    });
    expect(await messages.next()).toContain('ev_1');
    await messages.leave();
    await others.leave();
  });

  it('does not fail a call whose message is lost, which is reported', async () => {
    const bus = { ...memoryLiveBus(), publishEnded: () => Promise.reject(new Error('bus away')) };
    const { handler, errors } = setting({ webhooks: { signatureKey, bus } });
    await signInAs(handler, 'user_1@orga_1');
    expect(await handler.sessions.endAll({ userId: 'user_1' })).toBe(1);
    expect(errors.map(({ code }) => code)).toEqual(['live_bus_unavailable']);
  });
});
