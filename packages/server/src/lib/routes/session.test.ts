import { describe, expect, it } from 'vitest';
import { createBrowser } from '../../../test/browser.ts';
import { fakeCloseOAuth, fakeGrant } from '../../../test/fake-close-oauth.ts';
import { me, setUp, signIn } from '../../../test/set-up-handler.ts';
import { memorySessionStore } from '../stores/memory.ts';
import type { SessionStore } from '../stores/session-store.ts';
import { sqliteSessionStore } from '../stores/sqlite.ts';

async function broken(): Promise<never> {
  throw new Error('disk');
}

function fail(): never {
  throw new Error('disk I/O error');
}

describe('session', () => {
  it('returns the user and the organization', async () => {
    const { browser } = await signIn();
    const answer = await browser.call('/api/close/session');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toEqual({
      status: 'signed-in',
      user: { id: 'user_1', name: 'Ada Byron', email: 'ada@example.com' },
      organization: { id: 'orga_1', name: 'Engines' },
      organizations: [{ id: 'orga_1', name: 'Engines' }],
      expiresAt: 1_700_000_000_000,
      generation: 1,
      refreshes: 0,
      scope: 'all.full_access',
    });
  });

  it('accepts only ids that it created', async () => {
    const { handler } = await signIn();
    const values = ['', 'x', 'A'.repeat(43), '../../etc', 'A'.repeat(5000)];
    const answers = await Promise.all(
      values.map(async (value) => {
        const headers = { 'x-closekit': '1', cookie: `__Host-closekit=${value}` };
        return (await handler(new Request('https://app.example/api/close/session', { headers }))).json();
      }),
    );
    expect(answers).toEqual(values.map(() => ({ status: 'signed-out' })));
  });

  it('expires without use, and at the latest after its lifetime', async () => {
    const clock = { now: 0 };
    const day = 86_400_000;
    const { browser } = await signIn({ now: () => clock.now });
    const statusOn = async (days: number) => {
      clock.now = days * day;
      return (await browser.call('/api/close/session')).text();
    };
    expect(await statusOn(6)).toContain('signed-in');
    expect(await statusOn(12)).toContain('signed-in');
    expect(await statusOn(18)).toContain('signed-in');
    expect(await statusOn(24)).toContain('signed-in');
    expect(await statusOn(29.9)).toContain('signed-in');
    expect(await statusOn(30)).toContain('signed-out');
    const idle = await signIn({ now: () => clock.now });
    clock.now += 7 * day;
    expect(await (await idle.browser.call('/api/close/session')).json()).toEqual({ status: 'signed-out' });
  });

  it('reads the names again when Close did not return them at first', async () => {
    let available = false;
    const names: typeof fetch = async () =>
      available ? Response.json(me) : new Response('<html>', { status: 502 });
    const { browser } = await signIn({ fetch: names });
    expect(await (await browser.call('/api/close/session')).json()).toMatchObject({
      user: { name: 'user_1' },
    });
    available = true;
    expect(await (await browser.call('/api/close/session')).json()).toMatchObject({
      user: { name: 'Ada Byron' },
    });
    available = false;
    expect(await (await browser.call('/api/close/session')).json()).toMatchObject({
      user: { name: 'Ada Byron' },
    });
  });

  it('distinguishes a connection that needs reauthorization from a revoked one', async () => {
    const needs = await signIn({
      oauth: fakeCloseOAuth(fakeGrant({ status: 'reauthorization_required' })),
    });
    expect(await (await needs.browser.call('/api/close/session')).json()).toMatchObject({
      status: 'needs-reauth',
    });
    const gone = await signIn({ oauth: fakeCloseOAuth(fakeGrant({ status: 'revoked' })) });
    expect(await (await gone.browser.call('/api/close/session')).json()).toEqual({ status: 'signed-out' });
  });

  it('sends a user whose stored grant is damaged to the login', async () => {
    const { browser } = await signIn({ oauth: fakeCloseOAuth(fakeGrant({ status: 'unreadable' })) });
    expect(await (await browser.call('/api/close/session')).json()).toMatchObject({ status: 'needs-reauth' });
  });

  it('responds with 503 when the session store fails', async () => {
    const sessions = { ...memorySessionStore(), load: broken, update: broken };
    const { browser, errors } = await signIn({ sessions });
    const answer = await browser.call('/api/close/session');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    expect(errors.map((error) => error.code)).toEqual(['session_store_unavailable']);
  });

  it('reports the advice of the SQLite store and does not show it to the browser', async () => {
    const sessions = sqliteSessionStore({ database: { exec: fail, prepare: fail, close: fail } });
    const { browser, errors } = setUp({ sessions });
    browser.cookies.set('__Host-closekit', { value: 'A'.repeat(43), attributes: '' });
    const answer = await browser.call('/api/close/session');
    expect([answer.status, await answer.text()]).toEqual([503, expect.not.stringContaining('disk')]);
    expect(errors.map(({ message }) => message)).toEqual([expect.stringContaining('Check that the disk')]);
  });

  it('sets no cookie, so that a late response cannot undo a login', async () => {
    const gone = await signIn({ oauth: fakeCloseOAuth(fakeGrant({ status: 'revoked' })) });
    const answer = await gone.browser.call('/api/close/session');
    expect([await answer.json(), answer.headers.getSetCookie()]).toEqual([{ status: 'signed-out' }, []]);
  });

  it('stays deleted when another request deletes it at the same time', async () => {
    const clock = { now: 0 };
    const store = memorySessionStore();
    const sessions = { ...store, update: async () => false };
    const { browser } = await signIn({ sessions, now: () => clock.now });
    clock.now = 86_400_000;
    expect(await (await browser.call('/api/close/session')).json()).toEqual({ status: 'signed-out' });
  });

  it('does not look up ids that cannot be its own', async () => {
    const asked: string[] = [];
    const store = memorySessionStore();
    const load: SessionStore['load'] = async (key) => {
      asked.push(key);
      return undefined;
    };
    const { handler } = await signIn({ sessions: { ...store, load } });
    const browser = createBrowser(handler);
    browser.cookies.set('__Host-closekit', { value: 'x'.repeat(5000), attributes: '' });
    await browser.call('/api/close/session');
    expect(asked).toEqual([]);
  });

  it('is stored under a digest of its id', async () => {
    const keys: string[] = [];
    const store = memorySessionStore();
    const save: SessionStore['save'] = async (key, record) => {
      keys.push(key);
      return store.save(key, record);
    };
    const { browser } = await signIn({ sessions: { ...store, save } });
    const id = browser.cookies.get('__Host-closekit')?.value ?? '';
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(id));
    expect(keys).toEqual([Buffer.from(digest).toString('base64url')]);
  });

  it('is written at most once an hour, whatever the number of requests', async () => {
    const clock = { now: 0 };
    const writes: number[] = [];
    const store = memorySessionStore();
    const update: SessionStore['update'] = async (key, record) => {
      writes.push(clock.now);
      return store.update(key, record);
    };
    const { browser } = await signIn({ sessions: { ...store, update }, now: () => clock.now });
    const minute = 60_000;
    for (clock.now = 0; clock.now <= 121 * minute; clock.now += 20 * minute) {
      await browser.call('/api/close/session');
    }
    expect(writes).toEqual([60 * minute, 120 * minute]);
  });

  it('is deleted when its grant is revoked', async () => {
    const deleted: string[] = [];
    const store = memorySessionStore();
    const remove: SessionStore['delete'] = async (key) => {
      deleted.push(key);
      return true;
    };
    const oauth = fakeCloseOAuth(fakeGrant({ status: 'revoked' }));
    const { browser } = await signIn({ oauth, sessions: { ...store, delete: remove } });
    await browser.call('/api/close/session');
    expect(deleted).toHaveLength(1);
  });
});
