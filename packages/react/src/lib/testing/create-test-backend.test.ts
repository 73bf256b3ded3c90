import { createCloseClient, tokenSession } from '@closekit/client';
import { createSandbox } from '@closekit/sandbox';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createTestBackend } from './create-test-backend.ts';
import type { TestBackendOptions } from './create-test-backend.ts';

function setUp(options: TestBackendOptions = {}) {
  const sandbox = createSandbox({ leads: 3 });
  const backend = createTestBackend({ sandbox, ...options });
  const ask = async (path: string, method = 'GET', body?: unknown) => {
    const init = {
      method,
      headers: { 'x-closekit': '1' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    };
    const response = await backend.fetch(`/api/close/${path}`, init);
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
  };
  const requestsTo = (path: string) => sandbox.requests.filter((request) => request.path === path).length;
  const [first, second] = sandbox.organizations;
  if (first === undefined || second === undefined)
    throw new TypeError('the sandbox has too few organizations');
  return { sandbox, backend, ask, requestsTo, first, second };
}

/** Subscribes like a page, and records the events. */
function listen({ eventSource: TestEventSource }: ReturnType<typeof createTestBackend>) {
  const events = new TestEventSource('/api/close/events');
  onTestFinished(() => events.close());
  const heard: unknown[] = [];
  const note = (event: MessageEvent<string>) => void heard.push([event.type, JSON.parse(event.data)]);
  events.addEventListener('close', note);
  events.addEventListener('reset', note);
  events.addEventListener('error', () => void heard.push(['error', events.readyState]));
  return { events, heard };
}

describe('createTestBackend', () => {
  it('is signed in to the first organization, and serves the API', async () => {
    const { sandbox, backend, ask, first } = setUp();
    const [user] = sandbox.users;
    await expect(ask('session')).resolves.toMatchObject({
      status: 200,
      body: {
        status: 'signed-in',
        user: { id: user?.id, name: user?.name },
        organization: { id: first.id, name: first.name },
        organizations: [{ id: first.id, name: first.name }],
        refreshes: 0,
      },
    });
    await expect(backend.client.leads.list().toArray({ limit: 10 })).resolves.toHaveLength(3);
    expect(backend.requests).toEqual(['GET /api/close/session', 'GET /api/close/api/v1/lead/']);
  });

  it('refuses requests without the header', async () => {
    const { backend } = setUp();
    const response = await backend.fetch('/api/close/session');
    expect(response.status).toBe(403);
  });

  it('responds 401 signed_out while not connected', async () => {
    const { backend, ask } = setUp({ session: 'signed-out' });
    await expect(ask('session')).resolves.toEqual({ status: 200, body: { status: 'signed-out' } });
    await expect(backend.client.users.getMe()).rejects.toMatchObject({ code: 'unauthorized', status: 401 });
  });

  it('refreshes an expired token once for all calls', async () => {
    const { backend, ask, requestsTo } = setUp();
    backend.expireTokens();
    const calls = Array.from({ length: 5 }, () => backend.client.users.getMe());
    await expect(Promise.all(calls)).resolves.toHaveLength(5);
    expect(requestsTo('/oauth2/token/')).toBe(1);
    await expect(ask('session')).resolves.toMatchObject({ body: { refreshes: 1, generation: 2 } });
  });

  it('loses a revoked connection at the next call, and stays lost', async () => {
    const { backend, ask } = setUp();
    backend.revoke();
    expect(backend.session.status).toBe('signed-in');
    await expect(backend.client.users.getMe()).rejects.toMatchObject({ code: 'reauthorization_required' });
    await expect(ask('session')).resolves.toMatchObject({ body: { status: 'needs-reauth' } });
    backend.signIn();
    await expect(backend.client.users.getMe()).resolves.toHaveProperty('id');
  });

  it('keeps the connection when the token endpoint fails', async () => {
    const { sandbox, backend } = setUp();
    backend.expireTokens();
    sandbox.faults.next({ path: '/oauth2/token/', status: 503 });
    await expect(backend.client.users.getMe()).rejects.toMatchObject({ code: 'server_error', status: 502 });
    await expect(backend.client.users.getMe()).resolves.toHaveProperty('id');
  });

  it('starts with a lost connection on request', async () => {
    const { backend, first } = setUp({ session: 'needs-reauth' });
    expect(backend.session).toMatchObject({ status: 'needs-reauth', organization: { id: first.id } });
    await expect(backend.client.users.getMe()).rejects.toMatchObject({ code: 'reauthorization_required' });
  });

  it('deletes the session on logout, and keeps the connection', async () => {
    const { sandbox, backend, ask } = setUp();
    expect(sandbox.activeGrants()).toBe(1);
    await expect(ask('logout', 'POST')).resolves.toEqual({ status: 204, body: undefined });
    expect(backend.session).toEqual({ status: 'signed-out' });
    expect(sandbox.activeGrants()).toBe(1);
  });

  it('revokes the active connection on disconnect, and deletes the session with the last one', async () => {
    const { sandbox, backend, ask, first, second } = setUp();
    backend.signIn(second.id);
    expect(sandbox.activeGrants()).toBe(2);
    await expect(ask('disconnect', 'POST')).resolves.toEqual({ status: 204, body: undefined });
    expect(backend.session).toMatchObject({
      organization: { id: first.id },
      organizations: [{ id: first.id }],
    });
    await expect(ask('disconnect', 'POST', { organizationId: second.id })).resolves.toMatchObject({
      status: 404,
      body: { code: 'organization_not_connected' },
    });
    await expect(ask('disconnect', 'POST', { organizationId: first.id })).resolves.toMatchObject({
      status: 204,
    });
    expect(backend.session).toEqual({ status: 'signed-out' });
    expect(sandbox.activeGrants()).toBe(0);
    await expect(ask('disconnect', 'POST')).resolves.toMatchObject({
      status: 401,
      body: { code: 'signed_out' },
    });
  });

  it('switches between the connected organizations', async () => {
    const { sandbox, backend, ask, second } = setUp();
    await expect(ask('switch', 'POST', { organizationId: second.id })).resolves.toMatchObject({
      status: 404,
      body: { code: 'organization_not_connected' },
    });
    backend.signIn();
    expect(backend.session).toMatchObject({ organization: { id: second.id } });
    const [first] = sandbox.organizations;
    await expect(ask('switch', 'POST', { organizationId: first?.id })).resolves.toMatchObject({
      status: 204,
    });
    expect(backend.session).toMatchObject({ organization: { id: first?.id } });
  });

  it('issues tokens to a client that holds them itself', async () => {
    const { backend, first, requestsTo } = setUp();
    const auth = tokenSession('/api/close', { fetch: backend.fetch });
    const client = createCloseClient({ auth, fetch: backend.fetch, retry: false });
    await expect(client.organizations.get(first.id)).resolves.toMatchObject({ id: first.id });
    backend.expireTokens();
    await expect(client.organizations.get(first.id)).resolves.toMatchObject({ id: first.id });
    expect(requestsTo('/oauth2/token/')).toBe(1);
  });

  it('responds to the session route with the value that a test sets', async () => {
    const { backend, ask } = setUp();
    backend.sessionResponse = Promise.resolve({ status: 'signed-out' });
    await expect(ask('session')).resolves.toEqual({ status: 200, body: { status: 'signed-out' } });
    backend.sessionResponse = new Error('out of order');
    await expect(ask('session')).resolves.toMatchObject({ status: 500 });
    backend.sessionResponse = undefined;
    await expect(ask('session')).resolves.toMatchObject({ body: { status: 'signed-in' } });
  });

  it('rejects like a browser without a network while it is offline', async () => {
    const { backend } = setUp();
    backend.isOffline = true;
    await expect(backend.client.users.getMe()).rejects.toMatchObject({ code: 'network' });
    backend.isOffline = false;
    await expect(backend.client.users.getMe()).resolves.toHaveProperty('id');
  });

  it('delays its responses, unless the caller has aborted', async () => {
    const { sandbox, backend } = setUp();
    backend.delayMs = 3_600_000;
    const leaving = new AbortController();
    const call = backend.client.users.getMe({ signal: leaving.signal });
    leaving.abort();
    await expect(call).rejects.toMatchObject({ code: 'aborted' });
    expect(sandbox.requests).toEqual([]);
  });

  it('sends live events to the subscribed pages', async () => {
    const { backend } = setUp();
    const { events, heard } = listen(backend);
    await expect.poll(() => events.readyState).toBe(1);
    backend.emit({ id: 'ev_1', object_type: 'lead', object_id: 'lead_1', changed_fields: ['name'] });
    backend.emit('reset');
    const sent = {
      id: 'ev_1',
      object_type: 'lead',
      object_id: 'lead_1',
      lead_id: null,
      action: 'updated',
      changed_fields: ['name'],
    };
    await expect
      .poll(() => heard)
      .toEqual([
        ['close', sent],
        ['reset', {}],
      ]);
  });

  it('closes the stream with the session, and refuses another one', async () => {
    const { backend } = setUp();
    const { events, heard } = listen(backend);
    await expect.poll(() => events.readyState).toBe(1);
    backend.signOut();
    await expect
      .poll(() => heard)
      .toEqual([
        ['error', 0],
        ['error', 2],
      ]);
    expect(backend.requests).toEqual(['GET /api/close/events', 'GET /api/close/events']);
  });

  it('refuses an organization that does not exist', () => {
    expect(() => createTestBackend({ organizationId: 'orga_none' })).toThrow(TypeError);
  });
});
