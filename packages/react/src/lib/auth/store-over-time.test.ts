import { CloseApiError } from '@closekit/client';
import { describe, expect, it } from 'vitest';
import {
  connection,
  settle,
  setUpStore as setUp,
  signedIn,
  signedOut,
} from '../../../test/store-over-backend.ts';
import { isConnectedIn } from './state.ts';

const refused = new CloseApiError('unauthorized', 'refused');

describe('AuthStore over time', () => {
  it('does not let a read that begins during a sign-out undo it', async () => {
    const { store, backend } = setUp({ initialSession: signedIn });
    let endSession: (() => void) | undefined;
    let respond: (() => void) | undefined;
    backend.answer = (path) =>
      new Promise((resolve) => {
        if (path.endsWith('/logout')) endSession = () => resolve(new Response(null, { status: 204 }));
        else respond = () => resolve(Response.json(signedIn));
      });
    const leaving = store.signOut();
    const reading = store.reload();
    endSession?.();
    await leaving;
    respond?.();
    await reading;
    expect(store.getSnapshot()).toEqual({ status: 'signed-out' });
  });

  it('forgets why the last login failed once the user is connected, and after a sign-out', async () => {
    const { store, page, answer } = setUp({ initialSession: { ...connection, status: 'needs-reauth' } });
    page.parameters.set('close_error', 'access_denied');
    store.start();
    answer(signedIn);
    await store.reload();
    answer({ ...connection, status: 'needs-reauth' });
    await store.reload();
    expect(store.getSnapshot()).toEqual({ ...connection, status: 'needs-reauth' });
  });

  it('forgets why the last login failed after a sign-out', async () => {
    const { store, page, answer, backend } = setUp({ initialSession: signedOut });
    page.parameters.set('close_error', 'access_denied');
    store.start();
    expect(store.getSnapshot()).toEqual({ status: 'signed-out', error: { code: 'access_denied' } });
    backend.answer = () => new Response(null, { status: 204 });
    await store.signOut();
    answer(signedOut);
    await store.reload();
    expect(store.getSnapshot()).toEqual({ status: 'signed-out' });
  });

  it('waits again for a state that it has left', async () => {
    const { store, answer } = setUp({ initialSession: signedIn });
    await store.until(isConnectedIn);
    answer(signedOut);
    await store.reload();
    let isReached = false;
    void store.until(isConnectedIn).then(() => (isReached = true));
    await settle();
    expect(isReached).toBe(false);
    answer(signedIn);
    await store.reload();
    await settle();
    expect(isReached).toBe(true);
  });

  it('sends nothing to the other tabs after it is stopped', async () => {
    const { store, page, answer } = setUp({ initialSession: signedIn });
    const stop = store.start();
    await settle();
    stop();
    const before = [...page.posted];
    answer(signedOut);
    await store.reload();
    expect(page.posted).toEqual(before);
  });

  it('leaves no timer of the cool-down behind', () => {
    const { store, page } = setUp({ initialSession: signedIn });
    const stop = store.start();
    page.focus();
    expect(page.delaysMs()).toEqual([10_000]);
    stop();
    expect(page.delaysMs()).toEqual([]);
  });

  it('starts no cool-down for a return during a read', async () => {
    const { store, page, requests } = setUp();
    store.start();
    await settle();
    void store.reload();
    page.focus();
    expect(page.delaysMs()).toEqual([]);
    await settle();
    page.focus();
    expect(requests).toHaveLength(3);
  });

  it('still shows a token refresh after the session was read in the meantime', async () => {
    const { store, answer, emit } = setUp({ initialSession: signedIn });
    store.start();
    emit({ type: 'refreshing' });
    answer(signedIn);
    await store.reload();
    expect(store.getSnapshot()).toMatchObject({ status: 'signed-in', refreshing: true });
  });

  it('notifies the other tabs of a lost connection', async () => {
    const { store, page, answer, emit } = setUp({ initialSession: signedIn });
    store.start();
    await settle();
    answer({ ...connection, status: 'needs-reauth' });
    emit({ type: 'unauthorized', error: refused });
    await settle();
    expect(page.posted).toContain('needs-reauth orga_1/user_1');
  });

  it('reads the session at once when the browser shows the page from its history', async () => {
    const { store, page, requests } = setUp({ initialSession: signedIn });
    store.start();
    page.focus();
    await settle();
    page.restore();
    expect(requests).toHaveLength(2);
    await settle();
    expect(store.getSnapshot()).toEqual({ status: 'signed-out' });
  });
});
