import { describe, expect, it } from 'vitest';
import { memorySessionStore } from '../src/index.ts';
import type { SessionStore } from '../src/index.ts';
import { sqliteSessionStore } from '../src/stores/sqlite.ts';
import { connectBoth, otherBrowser, signOut, switchTo } from './connect-both.ts';
import { sessionOf, signIn } from './connect-sandbox.ts';
import { interruptible } from './interruptible.ts';

/** A store that runs work before one of its next calls, counted from 1. */
function counting() {
  const store = memorySessionStore();
  let left = Infinity;
  let work: (() => Promise<unknown>) | undefined;
  const before = async (): Promise<void> => {
    left -= 1;
    if (left === 0) await work?.();
  };
  const sessions: SessionStore = {
    load: async (key) => (await before(), store.load(key)),
    save: async (key, record) => (await before(), store.save(key, record)),
    update: async (key, record) => (await before(), store.update(key, record)),
    delete: async (key) => (await before(), store.delete(key)),
    list: async (filter, page) => (await before(), store.list(filter, page)),
    deleteAll: async (filter, exceptKey) => (await before(), store.deleteAll(filter, exceptKey)),
  };
  const onCall = (step: number, next: () => Promise<unknown>): void => {
    left = step;
    work = next;
  };
  return { sessions, onCall };
}

describe('switching while another tab signs out', () => {
  it('does not outlive a sign-out that finishes first', async () => {
    const { sessions, before } = interruptible();
    const { world, first } = await connectBoth({ sessions });
    const tab = otherBrowser(world, world.browser.cookies);
    before.save = () => signOut(tab);
    const answer = await switchTo(world, first.id);
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([401, []]);
    // After a new login, only the new session has access to the organization.
    await signIn(otherBrowser(world), { organizationId: first.id });
    expect(await sessionOf(world)).toEqual({ status: 'signed-out' });
  });

  it('is undone by a sign-out with the cookie from before the switch', async () => {
    const { world, first, second } = await connectBoth();
    const tab = otherBrowser(world, world.browser.cookies);
    await switchTo(world, first.id);
    await switchTo(world, second.id);
    expect(await sessionOf(world)).toMatchObject({ status: 'signed-in' });
    await signOut(tab);
    expect(await sessionOf(world)).toEqual({ status: 'signed-out' });
    expect(world.sandbox.activeGrants()).toBe(2);
  });

  it('is undone by a sign-out that comes between any two of its steps', async () => {
    // A session store is called for each step: load, save, load, save, update and delete.
    for (let step = 1; step <= 6; step += 1) {
      const { sessions, onCall } = counting();
      const { world, first } = await connectBoth({ sessions });
      const tab = otherBrowser(world, world.browser.cookies);
      onCall(step, () => signOut(tab));
      await switchTo(world, first.id);
      expect([step, await sessionOf(world)]).toEqual([step, { status: 'signed-out' }]);
    }
  });

  it('leaves no session behind when it runs between any two steps of a sign-out', async () => {
    for (let step = 1; step <= 3; step += 1) {
      const { sessions, onCall } = counting();
      const { world, first } = await connectBoth({ sessions });
      const tab = otherBrowser(world, world.browser.cookies);
      onCall(step, () => switchTo(world, first.id));
      await signOut(tab);
      expect([step, await sessionOf(world)]).toEqual([step, { status: 'signed-out' }]);
    }
  });

  it('forgets what it has replaced after a minute', async () => {
    const saved: number[] = [];
    const sessions = memorySessionStore();
    const { save } = sessions;
    sessions.save = (key, record) => {
      if (record.userId === '') saved.push(record.expiresAt - record.createdAt);
      return save(key, record);
    };
    const { world, first } = await connectBoth({ sessions });
    await switchTo(world, first.id);
    expect(saved).toEqual([60_000, 60_000]);
  });

  it('works in two tabs at once with a store that refuses to save a key twice', async () => {
    const sessions = sqliteSessionStore(':memory:');
    const { world, first } = await connectBoth({ sessions });
    const tab = otherBrowser(world, world.browser.cookies);
    await Promise.all([switchTo(world, first.id), switchTo(tab, first.id)]);
    expect(world.errors.filter(({ code }) => code !== 'organization_changed')).toEqual([]);
    expect(await sessionOf(world)).toMatchObject({ status: 'signed-in', organization: first });
  });

  it('leaves one session when many requests switch at once', async () => {
    const stores = [memorySessionStore(), sqliteSessionStore(':memory:')];
    for (const sessions of stores) {
      const { world, first } = await connectBoth({ sessions });
      const userId = world.sandbox.users[0]?.id ?? '';
      const tabs = Array.from({ length: 20 }, () => otherBrowser(world, world.browser.cookies));
      const answers = await Promise.all(tabs.map((tab) => switchTo(tab, first.id)));
      expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
      expect((await sessions.list({ userId }, { limit: 100 })).sessions).toHaveLength(1);
      const winner = tabs[answers.findIndex(({ status }) => status === 204)] ?? world;
      expect(await sessionOf(winner)).toMatchObject({ status: 'signed-in', organization: first });
      await signOut(winner);
      expect((await sessions.list({ userId }, { limit: 100 })).sessions).toEqual([]);
    }
  });

  it('refuses a switch while another request replaces the session, and leaves the session alone', async () => {
    const { sessions, onCall } = counting();
    const { world, first } = await connectBoth({ sessions });
    const tab = otherBrowser(world, world.browser.cookies);
    const refused: unknown[] = [];
    // Before the third step, which reads the claim.
    onCall(3, async () => {
      const answer = await switchTo(tab, first.id);
      refused.push(answer.status, await answer.json());
    });
    expect((await switchTo(world, first.id)).status).toBe(204);
    expect(refused).toMatchObject([409, { code: 'organization_changed' }]);
    expect(await sessionOf(world)).toMatchObject({ status: 'signed-in', organization: first });
  });

  it('leaves no session after a sign-out when two tabs switch at once', async () => {
    const { world, first } = await connectBoth();
    const tab = otherBrowser(world, world.browser.cookies);
    await Promise.all([switchTo(world, first.id), switchTo(tab, first.id)]);
    const states = [await sessionOf(world), await sessionOf(tab)];
    expect(states.filter(({ status }) => status === 'signed-in').length).toBeGreaterThan(0);
    await signOut(world);
    await signOut(tab);
    expect([await sessionOf(world), await sessionOf(tab)]).toEqual([
      { status: 'signed-out' },
      { status: 'signed-out' },
    ]);
  });
});
