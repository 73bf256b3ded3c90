import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { memorySessionStore } from '../../src/index.ts';
import type { SessionRecord, SessionStore } from '../../src/index.ts';
import { sqliteSessionStore } from '../../src/stores/sqlite.ts';
import { withTime } from '../pass-time.ts';
import { codeOf, setUp, signIn } from '../set-up-handler.ts';
import type { HandlerSetup } from '../set-up-handler.ts';
import { oauthOfMany, signInAs } from '../sign-in-as.ts';
import { signatureKey } from '../sign-delivery.ts';

/** A store of an app, which works until `faults` are set. */
function breakable() {
  const memory = memorySessionStore();
  const faults: { [Method in keyof SessionStore]?: (...args: never[]) => unknown } = {};
  const call = (method: keyof SessionStore, ...args: unknown[]): unknown =>
    Reflect.apply(faults[method] ?? memory[method] ?? (() => undefined), undefined, args);
  const methods = ['load', 'save', 'update', 'delete', 'list', 'deleteAll'] as const;
  // A store in JavaScript, which no compiler has checked.
  const sessions: SessionStore = Object.assign(
    memorySessionStore(),
    Object.fromEntries(methods.map((method) => [method, (...args: unknown[]) => call(method, ...args)])),
  );
  return { sessions: { ...sessions }, memory, faults };
}

async function signInAt(store: ReturnType<typeof breakable>): Promise<HandlerSetup> {
  return signIn({ sessions: store.sessions, tokens: true, webhooks: { signatureKey } });
}

const post = (body?: object): RequestInit => ({
  method: 'POST',
  ...(body && { body: JSON.stringify(body) }),
});

/** Every route that reads a session, and the code it responds with when there is none. */
const readers: readonly (readonly [path: string, init?: RequestInit])[] = [
  ['/api/close/api/v1/lead/'],
  ['/api/close/switch', post({ organizationId: 'orga_2' })],
  ['/api/close/disconnect', post()],
  ['/api/close/token', post()],
  ['/api/close/events'],
];

const whole: SessionRecord = {
  organizationId: 'orga_1',
  userId: 'user_1',
  otherOrganizations: [{ id: 'orga_2', name: 'Two' }],
  profile: null,
  device: '',
  createdAt: Date.now(),
  lastSeenAt: Date.now(),
  expiresAt: Date.now() + 3_600_000,
};
const person = { id: 'user_1', name: 'Ada' };
const engines = { id: 'orga_1', name: 'Engines' };

/** What a store returned instead of a record. */
const nonsense: Readonly<Record<string, unknown>> = {
  'a text': 'record',
  'a number': 7,
  true: true,
  'a list': [whole],
  'an empty object': {},
  'a record as JSON': JSON.stringify(whole),
  'no organization': { ...whole, organizationId: undefined },
  'an organization that is a number': { ...whole, organizationId: 7 },
  'no user': { ...whole, userId: '' },
  'a user that is an object': { ...whole, userId: person },
  'no other organizations': { ...whole, otherOrganizations: undefined },
  'other organizations as JSON': { ...whole, otherOrganizations: '[]' },
  'another organization without a name': { ...whole, otherOrganizations: [{ id: 'orga_2' }] },
  'another organization that is null': { ...whole, otherOrganizations: [null] },
  'no profile': { ...whole, profile: undefined },
  'a profile as JSON': { ...whole, profile: '{}' },
  'a profile without an organization': { ...whole, profile: { user: person } },
  'the profile of another user': {
    ...whole,
    profile: { user: { id: 'user_2', name: 'Eve' }, organization: engines },
  },
  'the profile of another organization': {
    ...whole,
    profile: { user: person, organization: { id: 'orga_2', name: 'Two' } },
  },
  'an address that is an object': {
    ...whole,
    profile: { user: { ...person, email: {} }, organization: engines },
  },
  'a device that is null': { ...whole, device: null },
  'a start as text': { ...whole, createdAt: String(whole.createdAt) },
  'no start': { ...whole, createdAt: undefined },
  'a last use that is NaN': { ...whole, lastSeenAt: Number.NaN },
  'an end that is NaN': { ...whole, expiresAt: Number.NaN },
  'no end': { ...whole, expiresAt: undefined },
  'an end as text': { ...whole, expiresAt: String(whole.expiresAt) },
  'an endless end': { ...whole, expiresAt: Infinity },
};

const throwing: unknown = Object.defineProperty({ ...whole }, 'userId', {
  get() {
    throw new Error('no user');
  },
});

const fail = (): never => {
  throw new Error('thrown at once');
};

const hang = (): Promise<never> => new Promise(() => undefined);

describe('a session store that returns no record', () => {
  it('has no session: no call is forwarded, and the operator learns why', async () => {
    const store = breakable();
    const all = await signInAt(store);
    for (const [name, value] of Object.entries(nonsense)) {
      store.faults.load = async () => value;
      const session = await all.browser.call('/api/close/session');
      expect([name, await session.json()]).toEqual([name, { status: 'signed-out' }]);
      expect([name, all.errors.splice(0).map(({ code }) => code)]).toEqual([
        name,
        ['session_store_unavailable'],
      ]);
      for (const [path, init] of readers)
        expect([name, path, await codeOf(all.browser.call(path, init))]).toEqual([
          name,
          path,
          [401, 'signed_out'],
        ]);
      all.errors.length = 0;
    }
    expect(all.reached).toEqual([]);
  });

  it('fails with its code when a member throws', async () => {
    const store = breakable();
    const all = await signInAt(store);
    store.faults.load = async () => throwing;
    for (const [path, init] of [['/api/close/session'] as const, ...readers])
      expect([path, await codeOf(all.browser.call(path, init))]).toEqual([
        path,
        [503, 'session_store_unavailable'],
      ]);
  });

  it('has no session for null, which is no failure', async () => {
    const store = breakable();
    const all = await signInAt(store);
    store.faults.load = async () => null;
    expect(await (await all.browser.call('/api/close/session')).json()).toEqual({ status: 'signed-out' });
    expect(all.errors).toEqual([]);
  });

  it('is replaced by the next login of its browser', async () => {
    const store = breakable();
    const all = await signInAt(store);
    store.faults.load = async () => ({ ...whole, device: null });
    await all.browser.visit('/api/close/login');
    const response = await all.browser.visit('/api/close/callback?code=c&state=s2', { crossSite: true });
    expect(response.status).toBe(200);
    delete store.faults.load;
    expect(await (await all.browser.call('/api/close/session')).json()).toMatchObject({
      status: 'signed-in',
    });
    expect((await store.memory.list({ userId: 'user_1' }, { limit: 10 })).sessions).toHaveLength(1);
  });

  it('can be left: the sign-out deletes what is stored', async () => {
    const store = breakable();
    const all = await signInAt(store);
    store.faults.load = async () => 'record';
    expect((await all.browser.call('/api/close/logout', post())).status).toBe(204);
    expect((await store.memory.list({ userId: 'user_1' }, { limit: 10 })).sessions).toEqual([]);
  });
});

describe('a session whose stored end lies beyond its lifetime', () => {
  it('ends with its lifetime all the same', async () => {
    const store = breakable();
    const clock = { time: 1_800_000_000_000 };
    const { sessions } = store;
    const all = await signIn({
      sessions,
      now: () => clock.time,
      sessionLifetimeMs: 1000,
      sessionIdleMs: 1000,
    });
    store.faults.load = async (key: string) => {
      const record = await store.memory.load(key);
      return record && { ...record, lastSeenAt: 1e300, expiresAt: 1e300 };
    };
    clock.time += 999;
    expect(await (await all.browser.call('/api/close/session')).json()).toMatchObject({
      status: 'signed-in',
    });
    clock.time += 1;
    expect(await (await all.browser.call('/api/close/session')).json()).toEqual({ status: 'signed-out' });
  });
});

describe('a session store that lists', () => {
  it('sessions of other users shows none of them, and the limit of a user ends none of them', async () => {
    const store = breakable();
    const { sessions } = store;
    const all = setUp({ sessions, oauth: oauthOfMany(), sessionsPerUser: 1 });
    const other = await signInAs(all.handler, 'user_2@orga_1');
    const listAll = async (_filter: unknown, page: { limit: number; after?: string }) => {
      const pages = [
        await store.memory.list({ userId: 'user_1' }, page),
        await store.memory.list({ userId: 'user_2' }, page),
      ];
      return { sessions: pages.flatMap((one) => one.sessions), next: undefined };
    };
    store.faults.list = listAll;
    await signInAs(all.handler, 'user_1@orga_1');
    expect(await (await other.call('/api/close/session')).json()).toMatchObject({ status: 'signed-in' });
    const listed = await all.handler.sessions.list({ userId: 'user_1' });
    expect(listed.sessions.map(({ userId }) => userId)).toEqual(['user_1']);
  });

  it('pages without an end, or the same session again, ends no login and no live session', async () => {
    const store = breakable();
    let pages = 0;
    store.faults.list = async (filter: { userId: string }, page: { limit: number }) => {
      pages += 1;
      const { sessions } = await store.memory.list(filter, page);
      return { sessions, next: `page-${pages}` };
    };
    const { sessions } = store;
    const all = setUp({ sessions, oauth: oauthOfMany(), sessionsPerUser: 2 });
    const first = await signInAs(all.handler, 'user_1@orga_1');
    const second = await signInAs(all.handler, 'user_1@orga_1');
    for (const browser of [first, second])
      expect(await (await browser.call('/api/close/session')).json()).toMatchObject({ status: 'signed-in' });
    expect(pages).toBeLessThanOrEqual(200);
  });

  it('something else ends no login, and is reported', async () => {
    for (const value of [
      undefined,
      null,
      'page',
      {},
      { sessions: 'none' },
      { sessions: undefined, next: 'x' },
    ]) {
      const store = breakable();
      store.faults.list = async () => value;
      const all = await signInAt(store);
      expect(await (await all.browser.call('/api/close/session')).json()).toMatchObject({
        status: 'signed-in',
      });
      expect(all.errors.map(({ code }) => code)).toEqual(['session_store_unavailable']);
      await expect(all.handler.sessions.list({ userId: 'user_1' })).rejects.toMatchObject({
        code: 'session_store_unavailable',
      });
    }
  });

  it('entries that are no sessions lists the others', async () => {
    const store = breakable();
    const all = await signInAt(store);
    store.faults.list = async (filter: { userId: string }, page: { limit: number }) => {
      const { sessions } = await store.memory.list(filter, page);
      const damaged = [null, 'session', { key: 7, record: whole }, { key: 'k' }, { key: 'k', record: {} }];
      return { sessions: [...damaged, ...sessions], next: null };
    };
    const { sessions, next } = await all.handler.sessions.list({ userId: 'user_1' });
    expect([sessions.length, next]).toEqual([1, undefined]);
  });
});

describe('a session store whose calls throw', () => {
  it('fails every route that needs it with its code, and a visit returns to the app', async () => {
    const store = breakable();
    const all = await signInAt(store);
    Object.assign(store.faults, { load: fail, save: fail, update: fail, delete: fail, list: fail });
    for (const [path, init] of [['/api/close/session'] as const, ...readers])
      expect([path, await codeOf(all.browser.call(path, init))]).toEqual([
        path,
        [503, 'session_store_unavailable'],
      ]);
    await all.browser.visit('/api/close/login');
    const callback = await all.browser.visit('/api/close/callback?code=c&state=s2', { crossSite: true });
    expect(callback.headers.get('location')).toContain('close_error=session_store_unavailable');
  });
});

describe('a session store whose calls never settle', () => {
  it('holds no request longer than ten seconds', async () => {
    const store = breakable();
    const all = await signInAt(store);
    store.faults.load = hang;
    for (const [path, init] of [['/api/close/session'] as const, ...readers]) {
      await withTime(async (pass) => {
        const outcome = codeOf(all.browser.call(path, init));
        await pass(10_000);
        expect([path, await outcome]).toEqual([path, [503, 'session_store_unavailable']]);
      });
    }
  });

  it('holds no login longer than ten seconds', async () => {
    const store = breakable();
    store.faults.save = hang;
    const all = setUp({ sessions: store.sessions });
    await all.browser.visit('/api/close/login');
    await withTime(async (pass) => {
      const callback = all.browser.visit('/api/close/callback?code=c&state=s1', { crossSite: true });
      await pass(10_000);
      expect((await callback).headers.get('location')).toContain('close_error=session_store_unavailable');
    });
  });

  it('changes nothing when it settles late, also by a rejection', async () => {
    const store = breakable();
    const all = await signInAt(store);
    const late: ((failure: Error) => void)[] = [];
    store.faults.load = () => new Promise((_, reject) => void late.push(reject));
    await withTime(async (pass) => {
      const outcome = codeOf(all.browser.call('/api/close/session'));
      await pass(10_000);
      expect(await outcome).toEqual([503, 'session_store_unavailable']);
    });
    for (const reject of late) reject(new Error('late'));
    delete store.faults.load;
    expect(await (await all.browser.call('/api/close/session')).json()).toMatchObject({
      status: 'signed-in',
    });
  });
});

describe('a session store that returns a lead to no key', () => {
  it('ends no other session at a sign-out', async () => {
    const store = breakable();
    const all = await signInAt(store);
    const deleted: unknown[] = [];
    store.faults.delete = async (key: unknown) => (deleted.push(key), false);
    for (const organizationId of [null, 7, {}, ['orga_1']]) {
      store.faults.load = async (key: string) =>
        (await store.memory.load(key)) ?? { ...whole, organizationId, userId: '' };
      expect((await all.browser.call('/api/close/logout', post())).status).toBe(204);
      await signInAs(all.handler, 'user_1@orga_1', all.browser);
    }
    expect(deleted.map((key) => typeof key)).toEqual(deleted.map(() => 'string'));
    expect(all.errors).toEqual([]);
  });
});

describe('a damaged row of a database', () => {
  it('signs its browser out, which can sign in again, and hides no other session', async () => {
    const database = new DatabaseSync(':memory:');
    onTestFinished(() => database.close());
    const all = await signIn({ sessions: sqliteSessionStore({ database }) });
    const other = await signInAs(all.handler, 'user_1@orga_1');
    const { sessions } = await all.handler.sessions.list({ userId: 'user_1' });
    const current = await all.handler.sessions.current(
      new Request('https://app.example/', { headers: { cookie: all.browser.header() } }),
    );
    for (const column of ['other_organizations', 'profile']) {
      database
        .prepare(`update closekit_sessions set ${column} = '{"na' where key = ?`)
        .run(current?.id ?? '');
      expect(await (await all.browser.call('/api/close/session')).json()).toEqual({ status: 'signed-out' });
    }
    expect(all.errors.map(({ code }) => code)).toEqual([
      'session_store_unavailable',
      'session_store_unavailable',
    ]);
    const listed = await all.handler.sessions.list({ userId: 'user_1' });
    expect([sessions.length, listed.sessions.length]).toEqual([2, 1]);
    await signInAs(all.handler, 'user_1@orga_1', all.browser);
    for (const { call } of [all.browser, other])
      expect(await (await call('/api/close/session')).json()).toMatchObject({ status: 'signed-in' });
    // The login has read the damaged row once more.
    expect(all.errors).toHaveLength(3);
  });
});
