import { memoryStore } from '@closekit/oauth';
import type { TokenStore } from '@closekit/oauth';
import { describe, expect, it } from 'vitest';
import { memorySessionStore } from '../src/index.ts';
import type { SessionStore } from '../src/index.ts';
import { createBrowser } from './browser.ts';
import type { Browser } from './browser.ts';
import { connectSandbox, consent, origin, sessionOf, signIn } from './connect-sandbox.ts';
import type { World, WorldOptions } from './connect-sandbox.ts';

interface Fleet {
  /** Two instances of one app: two handlers and two vaults over one token store and one session store. */
  readonly a: World;
  readonly b: World;
  readonly store: TokenStore;
  readonly sessions: SessionStore;
}

/** The changes are to the stores as the instance `a` sees them, the options are those of `b`. */
function startFleet(
  changes: (stores: Pick<Fleet, 'store' | 'sessions'>) => WorldOptions = () => ({}),
  options: WorldOptions = {},
): Fleet {
  const store = memoryStore();
  const sessions = memorySessionStore();
  const a = connectSandbox({ store, sessions, ...changes({ store, sessions }) });
  const b = connectSandbox({ store, sessions, restartOf: a, ...options });
  return { a, b, store, sessions };
}

/** The browser of a user who has consented, once for each instance: both send the same cookies. */
async function consented(fleet: Fleet, options: { deny?: boolean } = {}) {
  const callback = await consent(fleet.a, options);
  const [atA, atB] = [fleet.a, fleet.b].map((world) => copyOf(world, fleet.a.browser));
  if (atA === undefined || atB === undefined) throw new Error('There are two instances.');
  const visit = (browser: Browser) => browser.visit(callback, { crossSite: true });
  return { visitA: () => visit(atA), visitB: () => visit(atB), atA, atB };
}

function copyOf(world: World, original: Browser): Browser {
  const browser = createBrowser(world.handler);
  for (const [name, cookie] of original.cookies) browser.cookies.set(name, cookie);
  return browser;
}

const idIn = (browser: Browser) => browser.cookies.get('__Host-closekit')?.value;

const exchanges = ({ a }: Fleet) => a.sandbox.requests.filter(({ path }) => path === '/oauth2/token/').length;

/** The number of different sessions, the states of the browsers, the number of exchanges and of grants at Close. */
async function resultOf(fleet: Fleet, browsers: Browser[]): Promise<unknown[]> {
  const states = await Promise.all(browsers.map((browser) => sessionOf({ browser })));
  const ids = new Set(browsers.map((browser) => idIn(browser)));
  const statuses = new Set(states.map(({ status }) => status));
  return [ids.size, ...statuses, exchanges(fleet), fleet.a.sandbox.activeGrants()];
}

const oneLogin = [1, 'signed-in', 1, 1];

/** A promise, and the function that fulfils it. */
function latch(): { readonly opened: Promise<void>; readonly open: () => void } {
  const resolvers: (() => void)[] = [];
  const opened = new Promise<void>((resolve) => resolvers.push(resolve));
  return { opened, open: () => resolvers[0]?.() };
}

const never = new Promise<never>(() => undefined);

describe('the same callback at two instances', () => {
  it('starts one session, which both show', async () => {
    const fleet = startFleet();
    const { visitA, visitB, atA, atB } = await consented(fleet);
    const pages = await Promise.all([visitA(), visitB()]);
    expect(pages.map(({ status }) => status)).toEqual([200, 200]);
    expect(await pages[1].text()).toContain(`${origin}/leads`);
    expect(await resultOf(fleet, [atA, atB])).toEqual(oneLogin);
    expect([fleet.a.errors, fleet.b.errors]).toEqual([[], []]);
  });

  it('does so in the other order', async () => {
    const fleet = startFleet();
    const { visitA, visitB, atA, atB } = await consented(fleet);
    await Promise.all([visitB(), visitA()]);
    expect(await resultOf(fleet, [atA, atB])).toEqual(oneLogin);
  });

  it('lets the second wait until the first has stored the session', async () => {
    const [saving, release] = [latch(), latch()];
    const fleet = startFleet(({ sessions }) => ({
      sessions: {
        ...sessions,
        async save(key, record) {
          saving.open();
          await release.opened;
          await sessions.save(key, record);
        },
      },
    }));
    const { visitA, visitB, atA, atB } = await consented(fleet);
    const first = visitA();
    await saving.opened;
    const loads = countLoads(fleet.sessions);
    const second = visitB();
    await loads.second;
    release.open();
    expect((await Promise.all([first, second])).map(({ status }) => status)).toEqual([200, 200]);
    expect(await resultOf(fleet, [atA, atB])).toEqual(oneLogin);
  });

  it('serves many requests at once', async () => {
    const fleet = startFleet();
    const callback = await consent(fleet.a);
    const worlds = [fleet.a, fleet.b, fleet.b, fleet.a, fleet.a, fleet.b];
    const browsers = worlds.map((world) => copyOf(world, fleet.a.browser));
    await Promise.all(browsers.map((browser) => browser.visit(callback, { crossSite: true })));
    expect(await resultOf(fleet, browsers)).toEqual(oneLogin);
  });

  it('adds the organization to the session of the browser, once', async () => {
    const fleet = startFleet();
    const [first, second] = fleet.a.sandbox.organizations;
    await signIn(fleet.a, { organizationId: first?.id ?? '' });
    const callback = await consent(fleet.a, { organizationId: second?.id ?? '' });
    const before = copyOf(fleet.a, fleet.a.browser);
    const [atA, atB] = [copyOf(fleet.a, fleet.a.browser), copyOf(fleet.b, fleet.a.browser)];
    await Promise.all([atB, atA].map((browser) => browser.visit(callback, { crossSite: true })));
    expect(idIn(atA)).toBe(idIn(atB));
    const organizations = [{ id: first?.id }, { id: second?.id }];
    expect(await sessionOf({ browser: atA })).toMatchObject({
      organization: { id: second?.id },
      organizations: expect.arrayContaining(organizations.map((one) => expect.objectContaining(one))),
    });
    expect(await sessionOf({ browser: before })).toEqual({ status: 'signed-out' });
  });

  it('shows a refusal at both', async () => {
    const fleet = startFleet();
    const { visitA, visitB } = await consented(fleet, { deny: true });
    const pages = await Promise.all([visitA(), visitB()]);
    const location = `${origin}/leads?close_error=access_denied`;
    expect(pages.map(({ headers }) => headers.get('location'))).toEqual([location, location]);
  });

  it('asks for a new login when the first dies before the exchange', async () => {
    const consumed = latch();
    const fleet = startFleet(
      ({ store }) => ({
        store: {
          ...store,
          async consume(mark, lifetimeMs) {
            await store.consume(mark, lifetimeMs);
            consumed.open();
            return never;
          },
        },
      }),
      { timeoutMs: 1 },
    );
    const { visitA, visitB } = await consented(fleet);
    void visitA();
    await consumed.opened;
    const page = await visitB();
    expect(page.headers.get('location')).toBe(`${origin}/leads?close_error=state_replayed`);
    await signIn(fleet.b);
    expect(await sessionOf(fleet.b)).toMatchObject({ status: 'signed-in' });
  });

  it('keeps the connection when the first dies after the exchange', async () => {
    const saving = latch();
    const fleet = startFleet(
      ({ sessions }) => ({
        sessions: {
          ...sessions,
          save() {
            saving.open();
            return never;
          },
        },
      }),
      { timeoutMs: 1 },
    );
    const { visitA, visitB } = await consented(fleet);
    void visitA();
    await saving.opened;
    const page = await visitB();
    expect(page.headers.get('location')).toBe(`${origin}/leads?close_error=state_replayed`);
    expect([exchanges(fleet), fleet.a.sandbox.activeGrants()]).toEqual([1, 1]);
    await signIn(fleet.b);
    expect(await sessionOf(fleet.b)).toMatchObject({ status: 'signed-in' });
  });

  it('does not sign in again a browser that has signed out since', async () => {
    const fleet = startFleet(undefined, { timeoutMs: 1 });
    const { visitA, visitB, atA, atB } = await consented(fleet);
    await visitA();
    await atA.call('/api/close/logout', { method: 'POST' });
    const page = await visitB();
    expect(page.headers.get('location')).toBe(`${origin}/leads?close_error=state_replayed`);
    expect(await sessionOf({ browser: atB })).toEqual({ status: 'signed-out' });
  });

  it('stops waiting when the browser has gone', async () => {
    const saving = latch();
    const fleet = startFleet(({ sessions }) => ({
      sessions: { ...sessions, save: () => (saving.open(), never) },
    }));
    const callback = await consent(fleet.a);
    const cookie = [...fleet.a.browser.cookies].map(([name, { value }]) => `${name}=${value}`).join('; ');
    void fleet.a.browser.visit(callback, { crossSite: true });
    await saving.opened;
    const loads = countLoads(fleet.sessions);
    const request = new Request(callback, {
      headers: { cookie, 'sec-fetch-dest': 'document' },
      signal: AbortSignal.abort(),
    });
    expect((await fleet.b.handler(request)).status).toBe(303);
    expect(loads.count()).toBe(0);
  });
});

/** Counts the loads of a store from now on. `second` is fulfilled with the second one. */
function countLoads(sessions: SessionStore): {
  readonly second: Promise<void>;
  readonly count: () => number;
} {
  const { opened, open } = latch();
  const { load } = sessions;
  let count = 0;
  sessions.load = async (key) => {
    count += 1;
    if (count === 2) open();
    return load(key);
  };
  return { second: opened, count: () => count };
}
