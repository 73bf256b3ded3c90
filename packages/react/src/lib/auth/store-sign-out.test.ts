import { describe, expect, it, vi } from 'vitest';
import { connection, settle, setUpStore, signedIn, signedOut } from '../../../test/store-over-backend.ts';
import type { CloseSession, ConnectedSession } from './close-session.ts';

const grace = { id: 'user_2', name: 'Grace Hopper' };

function setUp(options: { readonly initialSession?: CloseSession } = { initialSession: signedIn }) {
  const onSignedOut = vi.fn<(left: ConnectedSession) => void | Promise<void>>();
  const scene = setUpStore({ ...options, onSignedOut });
  return { ...scene, onSignedOut };
}

describe('AuthStore.onSignedOut', () => {
  it('is called once with the session that has ended', async () => {
    const { store, backend, onSignedOut } = setUp();
    backend.answer = () => new Response(null, { status: 204 });
    await store.signOut();
    await store.signOut();
    expect(onSignedOut.mock.calls).toEqual([[connection]]);
  });

  it('is called for a sign-out in another tab, and for a login of another user there', async () => {
    const { store, page, answer, onSignedOut } = setUp();
    store.start();
    page.hear('signed-out');
    await settle();
    expect(onSignedOut).toHaveBeenCalledTimes(1);
    answer(signedIn);
    await store.reload();
    answer({ ...signedIn, user: grace });
    page.hear('signed-in orga_1/user_2');
    await settle();
    expect(onSignedOut.mock.calls).toEqual([[connection], [connection]]);
  });

  it('is called late when the session could not be read in between', async () => {
    const { store, page, backend, answer, onSignedOut } = setUp();
    store.start();
    backend.answer = () => Promise.reject(new TypeError('network down'));
    page.hear('signed-out');
    await settle();
    expect([store.getSnapshot().status, onSignedOut.mock.calls]).toEqual(['error', []]);
    answer(signedOut);
    page.elapse();
    await settle();
    expect(onSignedOut).toHaveBeenCalledTimes(1);
  });

  it('is not called while the same user stays: after a switch, a lost connection and a failed read', async () => {
    const { store, page, backend, answer, onSignedOut } = setUp();
    store.start();
    answer({ ...signedIn, organization: { id: 'orga_2', name: 'Difference Engines' } });
    await store.reload();
    answer({ ...connection, status: 'needs-reauth' });
    await store.reload();
    backend.answer = () => Promise.reject(new TypeError('network down'));
    page.hear('signed-out');
    await settle();
    expect(store.getSnapshot().status).toBe('error');
    answer(signedIn);
    await store.reload();
    expect(onSignedOut).not.toHaveBeenCalled();
  });

  it('is not called for a page that starts signed out', async () => {
    const { store, onSignedOut } = setUp({});
    store.start();
    await settle();
    expect(store.getSnapshot()).toEqual(signedOut);
    expect(onSignedOut).not.toHaveBeenCalled();
  });

  it('delays signOut, and rejects it with its own error', async () => {
    const { store, backend, answer, onSignedOut } = setUp();
    const ends: (() => void)[] = [];
    onSignedOut.mockImplementationOnce(() => new Promise((resolve) => void ends.push(resolve)));
    backend.answer = () => new Response(null, { status: 204 });
    const done = vi.fn<() => void>();
    const leave = async (): Promise<void> => {
      await store.signOut();
      done();
    };
    const leaving = leave();
    await settle();
    expect(store.getSnapshot().status).toBe('signed-out');
    expect(done).not.toHaveBeenCalled();
    ends[0]?.();
    await leaving;
    answer(signedIn);
    await store.reload();
    const full = new Error('the disk is full');
    onSignedOut.mockRejectedValueOnce(full);
    backend.answer = () => new Response(null, { status: 204 });
    await expect(store.signOut()).rejects.toBe(full);
    expect(store.getSnapshot()).toEqual(signedOut);
    await store.signOut();
  });
});

describe('AuthStore.guard', () => {
  it('is called before every subscriber, and not after it has ended', async () => {
    const { store } = setUp();
    const calls: string[] = [];
    store.subscribe(() => calls.push(`subscriber ${store.getSnapshot().status}`));
    const end = store.guard(() => calls.push(`guard ${store.getSnapshot().status}`));
    await store.reload();
    expect(calls).toEqual(['guard signed-out', 'subscriber signed-out']);
    end();
    expect(calls).toHaveLength(2);
  });
});

describe('AuthStore.scopeEnd', () => {
  it('aborts when the page leaves its organization or its user, and only then', async () => {
    const { store, answer } = setUp();
    const { scopeEnd } = store;
    answer({ ...connection, generation: 2, status: 'needs-reauth' });
    await store.reload();
    expect([scopeEnd.aborted, store.scopeEnd === scopeEnd]).toEqual([false, true]);
    answer({ ...signedIn, user: grace });
    await store.reload();
    expect([scopeEnd.aborted, store.scopeEnd.aborted]).toEqual([true, false]);
  });
});
