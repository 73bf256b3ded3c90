import { CloseApiError } from '@closekit/client';
import { describe, expect, it, vi } from 'vitest';
import {
  connection,
  settle,
  setUpStore as setUp,
  signedIn,
  signedOut,
} from '../../../test/store-over-backend.ts';
import { isConnectedIn } from './state.ts';

const refused = new CloseApiError('unauthorized', 'refused');

describe('AuthStore', () => {
  it('is loading until the response of the session route', async () => {
    const { store, requests } = setUp();
    expect(store.getSnapshot()).toEqual({ status: 'loading' });
    store.start();
    await settle();
    expect(store.getSnapshot()).toEqual({ status: 'signed-out' });
    expect(requests.map(({ path, method }) => [method, path])).toEqual([['GET', '/api/close/session']]);
    expect(requests[0]?.headers.get('x-closekit')).toBe('1');
  });

  it('shows the signed-in user', async () => {
    const { store, answer } = setUp();
    answer(signedIn);
    await store.reload();
    expect(store.getSnapshot()).toEqual({ ...signedIn, refreshing: false });
  });

  it('starts from the session that a server has read, without a request', async () => {
    const { store, requests } = setUp({ initialSession: signedIn });
    store.start();
    await settle();
    expect(store.getSnapshot()).toMatchObject({ status: 'signed-in' });
    expect(store.getServerSnapshot()).toBe(store.getSnapshot());
    expect(requests).toEqual([]);
  });

  it('reads the session once when it is stopped and started at once', async () => {
    const { store, requests } = setUp();
    store.start()();
    store.start();
    await settle();
    expect(requests).toHaveLength(1);
    expect(requests[0]?.signal?.aborted).toBe(false);
  });

  it('removes its listeners when it is stopped', async () => {
    const { store, page, requests, listeners, backend } = setUp();
    backend.answer = () => new Promise(() => {});
    const stop = store.start();
    await settle();
    stop();
    expect(requests[0]?.signal?.aborted).toBe(true);
    expect(page.open() + listeners.size).toBe(0);
  });

  it('recovers by itself when the first read fails, without showing an error', async () => {
    const { store, page, backend, answer, requests } = setUp();
    backend.answer = () => new Response('<html>', { status: 502 });
    store.start();
    await settle();
    expect(store.getSnapshot()).toEqual({ status: 'loading' });
    answer(signedIn);
    page.elapse();
    await settle();
    expect(store.getSnapshot()).toMatchObject({ status: 'signed-in' });
    expect(requests).toHaveLength(2);
    expect(page.delaysMs()).toEqual([]);
  });

  it('reports an error when the second read fails too, and still recovers by itself', async () => {
    const { store, page, backend, answer } = setUp();
    backend.answer = () => new Response('<html>', { status: 502 });
    store.start();
    await settle();
    page.elapse();
    await settle();
    expect(store.getSnapshot()).toMatchObject({ status: 'error', error: { code: 'session_unavailable' } });
    answer(signedIn);
    page.elapse();
    await settle();
    expect(store.getSnapshot()).toMatchObject({ status: 'signed-in' });
  });

  it('reads a session that it could not read again when the network or the user is back', async () => {
    const { store, page, backend, answer, requests } = setUp();
    backend.answer = () => Promise.reject(new TypeError('network down'));
    store.start();
    await settle();
    page.online();
    page.online();
    await settle();
    expect(store.getSnapshot()).toMatchObject({ status: 'error' });
    page.focus();
    await settle();
    expect(requests).toHaveLength(3);
    answer(signedIn);
    page.online();
    await settle();
    expect(store.getSnapshot()).toMatchObject({ status: 'signed-in' });
    page.online();
    await settle();
    expect(requests).toHaveLength(4);
  });

  it('refuses a response that is not a session', async () => {
    const { store, answer } = setUp();
    answer({ status: 'signed-in', user: null });
    await store.reload();
    await store.reload();
    const error = {
      code: 'session_unavailable',
      message: 'The session could not be read from /api/close/session.',
    };
    expect(store.getSnapshot()).toMatchObject({ status: 'error', error });
  });

  it('stays signed in when a later read fails', async () => {
    const { store, backend } = setUp({ initialSession: signedIn });
    backend.answer = () => Promise.reject(new TypeError('network down'));
    await store.reload();
    expect(store.getSnapshot()).toMatchObject({ status: 'signed-in' });
  });

  it('never returns to loading, and keeps its snapshot while nothing changes', async () => {
    const { store, answer } = setUp({ initialSession: signedIn });
    const before = store.getSnapshot();
    answer(signedIn);
    const reading = store.reload();
    expect(store.getSnapshot()).toBe(before);
    await reading;
    expect(store.getSnapshot()).toBe(before);
  });

  it('shows a token refresh', () => {
    const { store, emit } = setUp({ initialSession: signedIn });
    store.start();
    emit({ type: 'refreshing' });
    expect(store.getSnapshot()).toMatchObject({ status: 'signed-in', refreshing: true });
    emit({ type: 'refreshed' });
    expect(store.getSnapshot()).toMatchObject({ status: 'signed-in', refreshing: false });
  });

  it('stops showing a token refresh that has failed', () => {
    const { store, emit } = setUp({ initialSession: signedIn });
    store.start();
    emit({ type: 'refreshing' });
    emit({ type: 'refresh-failed' });
    expect(store.getSnapshot()).toMatchObject({ status: 'signed-in', refreshing: false });
  });

  it('needs reauthorization after an unrecoverable 401, and keeps the connection details', async () => {
    const { store, emit, answer } = setUp({ initialSession: signedIn });
    answer(signedIn);
    store.start();
    emit({ type: 'unauthorized', error: refused });
    expect(store.getSnapshot()).toEqual({ status: 'needs-reauth', ...connection });
    await settle();
    expect(store.getSnapshot()).toMatchObject({ status: 'needs-reauth' });
  });

  it('is signed out after a 401 when the backend has no session', async () => {
    const { store, emit } = setUp({ initialSession: signedIn });
    store.start();
    emit({ type: 'unauthorized', error: refused });
    await settle();
    expect(store.getSnapshot()).toEqual({ status: 'signed-out' });
  });

  it('shows the current user when the 401 was for another one', async () => {
    const { store, emit, answer } = setUp({ initialSession: signedIn });
    store.start();
    const grace = { id: 'user_2', name: 'Grace Hopper' };
    answer({ ...signedIn, user: grace });
    emit({ type: 'unauthorized', error: refused });
    await settle();
    expect(store.getSnapshot()).toMatchObject({ status: 'signed-in', user: grace });
  });

  it('is signed in again when a later read returns a session', async () => {
    const { store, emit, answer } = setUp({ initialSession: signedIn });
    store.start();
    answer(signedIn);
    emit({ type: 'unauthorized', error: refused });
    await settle();
    expect(store.getSnapshot()).toMatchObject({ status: 'needs-reauth' });
    await store.reload();
    expect(store.getSnapshot()).toMatchObject({ status: 'signed-in' });
  });

  it('reads the session when the user returns to the page', async () => {
    const { store, page, answer } = setUp({ initialSession: signedOut });
    store.start();
    answer(signedIn);
    page.focus();
    await settle();
    expect(store.getSnapshot()).toMatchObject({ status: 'signed-in' });
  });

  it('reads at most twice however often the user returns', async () => {
    const { store, page, requests, answer } = setUp({ initialSession: signedOut });
    store.start();
    answer(signedIn);
    for (let times = 0; times < 20; times += 1) {
      page.focus();
      page.focus();
      await settle();
    }
    expect(requests).toHaveLength(1);
    expect(store.getSnapshot()).toMatchObject({ status: 'signed-in' });
    expect(page.delaysMs()).toEqual([10_000]);
    answer(signedOut);
    page.elapse();
    await settle();
    expect(requests).toHaveLength(2);
    expect(store.getSnapshot()).toMatchObject({ status: 'signed-out' });
    page.elapse();
    await settle();
    expect(requests).toHaveLength(2);
    page.focus();
    await settle();
    expect(requests).toHaveLength(3);
  });

  it('reads the session at a return that follows a response, whenever the page has read it last', async () => {
    const { store, page, requests } = setUp();
    store.start();
    await settle();
    page.focus();
    await settle();
    expect(requests).toHaveLength(2);
  });

  it('reads again when another tab sends a message before the response', async () => {
    const { store, page, requests, answer } = setUp({ initialSession: signedIn });
    store.start();
    answer(signedIn);
    page.focus();
    answer(signedOut);
    page.hear('signed-out');
    await settle();
    expect(requests).toHaveLength(2);
    expect(store.getSnapshot()).toEqual({ status: 'signed-out' });
  });

  it('reads the session when another tab shows another state', async () => {
    const { store, page, requests } = setUp({ initialSession: signedIn });
    store.start();
    page.hear('signed-in orga_1/user_1');
    await settle();
    expect(requests).toHaveLength(0);
    page.hear('signed-out');
    await settle();
    expect(store.getSnapshot()).toEqual({ status: 'signed-out' });
  });

  it('notifies the other tabs when another user is connected', async () => {
    const { store, page, answer } = setUp({ initialSession: signedOut });
    store.start();
    answer(signedIn);
    await store.reload();
    await store.reload();
    expect(page.posted).toEqual(['signed-out', 'signed-in orga_1/user_1']);
  });

  it('shows why the last login failed, and clears the address bar', async () => {
    const { store, page } = setUp();
    page.parameters.set('close_error', 'access_denied');
    store.start();
    await settle();
    expect(store.getSnapshot()).toEqual({ status: 'signed-out', error: { code: 'access_denied' } });
    expect(page.parameters.size).toBe(0);
  });

  it('shows why the last attempt to reconnect failed', async () => {
    const { store, page, answer } = setUp();
    page.parameters.set('close_error', 'access_denied');
    answer({ ...connection, status: 'needs-reauth' });
    store.start();
    await settle();
    expect(store.getSnapshot()).toEqual({
      status: 'needs-reauth',
      ...connection,
      error: { code: 'access_denied' },
    });
    answer(signedIn);
    await store.reload();
    expect(store.getSnapshot()).not.toHaveProperty('error');
  });

  it('shows why the last attempt to reconnect failed when a server has read the session', () => {
    const { store, page } = setUp({ initialSession: { ...connection, status: 'needs-reauth' } });
    page.parameters.set('close_error', 'access_denied');
    store.start();
    expect(store.getSnapshot()).toMatchObject({ ...connection, error: { code: 'access_denied' } });
  });

  it('resolves once the user is connected', async () => {
    const { store, answer } = setUp({ initialSession: signedOut });
    const told = vi.fn<() => void>();
    void store.until(isConnectedIn).then(told);
    expect(store.until(isConnectedIn)).toBe(store.until(isConnectedIn));
    await store.reload();
    await settle();
    expect(told).not.toHaveBeenCalled();
    answer(signedIn);
    await store.reload();
    await settle();
    expect(told).toHaveBeenCalledTimes(1);
    await expect(store.until(isConnectedIn)).resolves.toBeUndefined();
  });

  it('navigates to the login, and returns to this page by default', () => {
    const { store, page } = setUp();
    store.signIn();
    store.signIn({ returnTo: '/deals' });
    expect(page.visited).toEqual([
      '/api/close/login?returnTo=%2Fleads%3Fstatus%3Dwon%23top',
      '/api/close/login?returnTo=%2Fdeals',
    ]);
  });

  it('signs out at the backend and notifies the other tabs', async () => {
    const { store, page, requests, backend } = setUp({ initialSession: signedIn });
    store.start();
    backend.answer = () => new Response(null, { status: 204 });
    await store.signOut();
    expect(store.getSnapshot()).toEqual({ status: 'signed-out' });
    expect(requests.map(({ path, method }) => [method, path])).toEqual([['POST', '/api/close/logout']]);
    expect(requests[0]?.headers.get('x-closekit')).toBe('1');
    expect(page.posted.at(-1)).toBe('signed-out');
  });

  it('stays signed in when the sign-out fails', async () => {
    const { store, backend } = setUp({ initialSession: signedIn });
    backend.answer = () => new Response(null, { status: 500 });
    await expect(store.signOut()).rejects.toMatchObject({ name: 'CloseAuthError', code: 'sign_out_failed' });
    expect(store.getSnapshot()).toMatchObject({ status: 'signed-in' });
  });

  it('disconnects the organization on screen, and shows the session that is left', async () => {
    const { store, page, requests, backend, forget } = setUp({ initialSession: signedIn });
    store.start();
    const left = { ...signedIn, organization: { id: 'orga_2', name: 'Difference Engines' } };
    backend.answer = (path) =>
      path.endsWith('/session') ? Response.json(left) : new Response(null, { status: 204 });
    await store.disconnect();
    expect(requests.map(({ path, method, body }) => [method, path, body])).toEqual([
      ['POST', '/api/close/disconnect', '{"organizationId":"orga_1"}'],
      ['GET', '/api/close/session', undefined],
    ]);
    expect(store.getSnapshot()).toMatchObject({ status: 'signed-in', organization: { id: 'orga_2' } });
    expect(page.posted.at(-1)).toBe('signed-in orga_2/user_1');
    expect(forget).toHaveBeenCalledTimes(1);
  });

  it('disconnects another organization by its id', async () => {
    const { store, requests, backend } = setUp({ initialSession: signedIn });
    backend.answer = (path) =>
      path.endsWith('/session') ? Response.json(signedIn) : new Response(null, { status: 204 });
    await store.disconnect('orga_2');
    expect(requests[0]?.body).toBe('{"organizationId":"orga_2"}');
  });

  it('reads the session when a disconnect fails: it may have succeeded on the server', async () => {
    const { store, backend } = setUp({ initialSession: signedIn });
    backend.answer = (path) =>
      path.endsWith('/session') ? Response.json(signedOut) : Promise.reject(new TypeError('network down'));
    const code = 'disconnect_failed';
    await expect(store.disconnect()).rejects.toMatchObject({ name: 'CloseAuthError', code });
    expect(store.getSnapshot()).toEqual({ status: 'signed-out' });
  });

  it('stays as it is when neither a disconnect nor the session has a response', async () => {
    const { store, backend } = setUp({ initialSession: signedIn });
    backend.answer = () => Promise.reject(new TypeError('network down'));
    await expect(store.disconnect()).rejects.toMatchObject({ code: 'disconnect_failed' });
    expect(store.getSnapshot()).toMatchObject({ status: 'signed-in' });
  });

  it('does not let a late response undo a sign-out', async () => {
    const { store, backend } = setUp({ initialSession: signedIn });
    const late: ((response: Response) => void)[] = [];
    backend.answer = () => new Promise((resolve) => void late.push(resolve));
    const reading = store.reload();
    backend.answer = () => new Response(null, { status: 204 });
    await store.signOut();
    late[0]?.(Response.json(signedIn));
    await reading;
    expect(store.getSnapshot()).toEqual({ status: 'signed-out' });
  });
});
