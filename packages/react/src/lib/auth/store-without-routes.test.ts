import { describe, expect, it } from 'vitest';
import { createFakePage } from '../../../test/fake-page.ts';
import { connection, settle, signedIn } from '../../../test/store-over-backend.ts';
import type { CloseSession } from './close-session.ts';
import { AuthStore } from './store.ts';

const refuse = () => Promise.reject(new Error('no routes'));

/** The page of an app with an API key: the session is read from the API, and no route ends it. */
function setUp() {
  const page = createFakePage();
  const api = { read: (): Promise<CloseSession> => Promise.resolve(signedIn), reads: 0 };
  const source = {
    basePath: undefined,
    read: () => {
      api.reads += 1;
      return api.read();
    },
    signOut: () => Promise.resolve(),
    disconnect: refuse,
    switchTo: refuse,
    forget: () => {},
    loginUrl: () => '/login',
  };
  const client = { subscribe: () => () => {} };
  const store = new AuthStore({ client, source, page, initialSession: signedIn });
  store.start();
  return { page, api, store };
}

describe('AuthStore without session routes', () => {
  it('stays signed out when the user returns, and when another tab is signed in', async () => {
    const { page, api, store } = setUp();
    await store.signOut();
    page.focus();
    page.online();
    page.hear('signed-in orga_1/user_1');
    await settle();
    expect([store.getSnapshot(), api.reads]).toEqual([{ status: 'signed-out' }, 0]);
    await store.reload();
    expect(store.getSnapshot().status).toBe('signed-in');
  });

  it('keeps the organization after a switch that it cannot make, although the API is not reached', async () => {
    const { api, store } = setUp();
    api.read = () => Promise.reject(new TypeError('network down'));
    await expect(store.switchOrganization('orga_2')).rejects.toThrow('no routes');
    expect([store.getSnapshot().status, api.reads]).toEqual(['signed-in', 1]);
  });

  it('keeps the connection details when the API refuses the credential', async () => {
    const { api, store } = setUp();
    api.read = () => Promise.resolve({ status: 'needs-reauth' });
    await store.reload();
    expect(store.getSnapshot()).toEqual({ ...connection, status: 'needs-reauth' });
  });
});
