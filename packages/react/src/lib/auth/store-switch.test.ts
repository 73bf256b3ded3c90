import { CloseApiError } from '@closekit/client';
import { describe, expect, it } from 'vitest';
import { connection, settle, setUpStore as setUp, signedIn } from '../../../test/store-over-backend.ts';

const other = { id: 'orga_2', name: 'Difference Engines' };

const refusedAs = (backendCode: string) => new CloseApiError('invalid_request', 'refused', { backendCode });

describe('AuthStore.switchOrganization', () => {
  it('switches at the backend, reads the session and notifies the other tabs', async () => {
    const { store, page, requests, backend, forget } = setUp({ initialSession: signedIn });
    store.start();
    await settle();
    page.posted.length = 0;
    backend.answer = (path) =>
      path.endsWith('/switch')
        ? new Response(null, { status: 204 })
        : Response.json({ ...signedIn, organization: other });
    await store.switchOrganization('orga_2');
    expect(requests.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['POST', '/api/close/switch', '{"organizationId":"orga_2"}'],
      ['GET', '/api/close/session', undefined],
    ]);
    expect(requests[0]?.headers.get('content-type')).toBe('application/json');
    expect(store.getSnapshot()).toMatchObject({ status: 'signed-in', organization: other });
    expect(page.posted).toEqual(['signed-in orga_2/user_1']);
    expect(forget).toHaveBeenCalledTimes(1);
  });

  it('navigates to the login without an organization', async () => {
    const { store, page, requests } = setUp({ initialSession: signedIn });
    await store.switchOrganization();
    expect(page.visited).toEqual(['/api/close/login?returnTo=%2Fleads%3Fstatus%3Dwon%23top']);
    expect(requests).toEqual([]);
  });

  it('shows the actual session when the switch fails', async () => {
    const { store, backend } = setUp({ initialSession: signedIn });
    backend.answer = (path) =>
      path.endsWith('/switch') ? new Response(null, { status: 404 }) : Response.json(signedIn);
    await expect(store.switchOrganization('orga_3')).rejects.toMatchObject({
      name: 'CloseAuthError',
      code: 'switch_failed',
    });
    expect(store.getSnapshot()).toMatchObject({ status: 'signed-in', organization: connection.organization });
  });

  it('shows no organization when the session cannot be read after a switch', async () => {
    const { store, backend, answer } = setUp({ initialSession: signedIn });
    backend.answer = () => Promise.reject(new TypeError('network down'));
    await expect(store.switchOrganization('orga_2')).rejects.toMatchObject({ code: 'switch_failed' });
    expect(store.getSnapshot()).toMatchObject({ status: 'error', error: { code: 'session_unavailable' } });
    answer({ ...signedIn, organization: other });
    await store.reload();
    expect(store.getSnapshot()).toMatchObject({ status: 'signed-in', organization: other });
    backend.answer = () => Promise.reject(new TypeError('network down'));
    await store.reload();
    expect(store.getSnapshot()).toMatchObject({ status: 'signed-in', organization: other });
  });

  it('shows no organization when the session cannot be read after a switch in another tab', async () => {
    const { store, page, backend } = setUp({ initialSession: signedIn });
    store.start();
    await settle();
    backend.answer = () => Promise.reject(new TypeError('network down'));
    page.hear('signed-in orga_2/user_1');
    await settle();
    expect(store.getSnapshot()).toMatchObject({ status: 'error', error: { code: 'session_unavailable' } });
  });
});

describe('AuthStore', () => {
  it('reads the session when the backend has switched to another organization', async () => {
    const { store, emit, answer, backend } = setUp({ initialSession: signedIn });
    store.start();
    answer({ ...signedIn, organization: other });
    emit({ type: 'organization-changed', error: refusedAs('organization_changed') });
    await settle();
    expect(store.getSnapshot()).toMatchObject({ status: 'signed-in', organization: other });
    backend.answer = () => Promise.reject(new TypeError('network down'));
    emit({ type: 'organization-changed', error: refusedAs('organization_changed') });
    await settle();
    expect(store.getSnapshot()).toMatchObject({ status: 'error', error: { code: 'session_unavailable' } });
  });

  it('stays signed in when a call of the session before the switch is refused late', async () => {
    const { store, emit, answer } = setUp({ initialSession: signedIn });
    store.start();
    answer(signedIn);
    emit({ type: 'unauthorized', error: refusedAs('signed_out') });
    expect(store.getSnapshot()).toMatchObject({ status: 'signed-in' });
    await settle();
    expect(store.getSnapshot()).toMatchObject({ status: 'signed-in' });
  });

  it('is signed out when the session of a call is gone and there is no other', async () => {
    const { store, emit, requests } = setUp({ initialSession: signedIn });
    store.start();
    emit({ type: 'unauthorized', error: refusedAs('signed_out') });
    await settle();
    expect(store.getSnapshot()).toEqual({ status: 'signed-out' });
    const asked = requests.length;
    emit({ type: 'unauthorized', error: refusedAs('signed_out') });
    await settle();
    expect(requests).toHaveLength(asked);
  });

  it('stays as it is when another tab has lost the same connection and the session cannot be read', async () => {
    const { store, page, backend } = setUp({ initialSession: signedIn });
    store.start();
    await settle();
    backend.answer = () => Promise.reject(new TypeError('network down'));
    page.hear('needs-reauth orga_1/user_1');
    await settle();
    expect(store.getSnapshot()).toMatchObject({ status: 'signed-in' });
  });

  it('does not notify the other tabs when its own session cannot be read', async () => {
    const { store, page, backend } = setUp();
    backend.answer = () => Promise.reject(new TypeError('network down'));
    store.start();
    await settle();
    page.elapse();
    await settle();
    expect(store.getSnapshot()).toMatchObject({ status: 'error' });
    expect(page.posted).toEqual([]);
  });

  it('notifies the other tabs of the session of a server-rendered page', async () => {
    const { store, page } = setUp({ initialSession: signedIn });
    store.start()();
    store.start();
    await settle();
    expect(page.posted).toEqual(['signed-in orga_1/user_1']);
  });

  it('clears the cached token when the user is gone, and only then', async () => {
    const { store, answer, backend, forget } = setUp();
    answer(signedIn);
    await store.reload();
    answer({ ...connection, status: 'needs-reauth' });
    await store.reload();
    expect(forget).not.toHaveBeenCalled();
    backend.answer = () => new Response(null, { status: 204 });
    await store.signOut();
    expect(forget).toHaveBeenCalledTimes(1);
  });
});
