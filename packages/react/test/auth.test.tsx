import { cookieSession, createCloseClient } from '@closekit/client';
import { createSandbox } from '@closekit/sandbox';
import type { Sandbox } from '@closekit/sandbox';
import { QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { render, renderHook } from 'vitest-browser-react';
import { useCloseAuth, useCloseQuery } from '../src/index.ts';
import type { CloseSession } from '../src/index.ts';
import { createTestBackend } from '../src/testing.ts';
import { CloseApp, closeWrapper } from './render-close.tsx';
import { sandboxClient, sandboxTokens } from './sandbox-client.ts';

function setUp() {
  const sandbox = createSandbox({ leads: 3 });
  const backend = createTestBackend({ sandbox });
  const queryClient = new QueryClient();
  const tab = { client: backend.client, fetch: backend.fetch, queryClient };
  return { sandbox, backend, queryClient, tab };
}

function Account() {
  const auth = useCloseAuth();
  if (auth.status !== 'signed-in') return <p>{auth.status}</p>;
  return (
    <p>
      {auth.organization.name} <button onClick={() => void auth.signOut()}>Sign out</button>
    </p>
  );
}

function Status() {
  return <output>{useCloseAuth().status}</output>;
}

function Me() {
  const me = useCloseQuery((q) => q.users.getMe());
  return <p>{me.data ? `I am ${me.data.first_name}` : `${me.status} ${me.fetchStatus}`}</p>;
}

function withResolvers<T>() {
  const resolves: ((value: T) => void)[] = [];
  const promise = new Promise<T>((resolve) => void resolves.push(resolve));
  return { promise, resolve: (value: T) => resolves.forEach((resolve) => resolve(value)) };
}

describe('useCloseAuth', () => {
  it('goes from loading to signed in, with one read of the session in strict mode', async () => {
    const { sandbox, backend, tab } = setUp();
    const answer = backend.session;
    const { promise, resolve } = withResolvers<CloseSession>();
    backend.sessionResponse = promise;
    const screen = await render(<Account />, { wrapper: closeWrapper(tab) });
    await expect.element(screen.getByText('loading')).toBeVisible();
    resolve(answer);
    await expect
      .element(screen.getByText(sandbox.organizations[0]?.name ?? '', { exact: false }))
      .toBeVisible();
    expect(backend.requests).toEqual(['GET /api/close/session']);
  });

  it('is signed in from the first render when a server has read the session', async () => {
    const { sandbox, backend, tab } = setUp();
    const statuses: string[] = [];
    const hook = await renderHook(
      () => {
        const auth = useCloseAuth();
        statuses.push(auth.status);
        return auth;
      },
      { wrapper: closeWrapper({ ...tab, initialSession: backend.session }) },
    );
    expect(hook.result.current).toMatchObject({
      status: 'signed-in',
      refreshing: false,
      user: { id: sandbox.users[0]?.id },
    });
    expect(new Set(statuses)).toEqual(new Set(['signed-in']));
    expect(backend.requests).toEqual([]);
  });

  it('navigates to the login with the path to return to', async () => {
    const { backend, tab } = setUp();
    backend.signOut();
    const navigate = vi.fn<(url: string) => void>();
    const hook = await renderHook(useCloseAuth, { wrapper: closeWrapper({ ...tab, navigate }) });
    await expect.poll(() => hook.result.current.status).toBe('signed-out');
    hook.result.current.signIn({ returnTo: '/leads' });
    expect(navigate).toHaveBeenCalledExactlyOnceWith('/api/close/login?returnTo=%2Fleads');
  });

  it('shows why the last login failed and removes the reason from the address bar', async () => {
    const { backend, tab } = setUp();
    backend.signOut();
    const before = window.location.href;
    const url = new URL(before);
    url.searchParams.set('close_error', 'access_denied');
    window.history.replaceState({ kept: true }, '', url);
    const hook = await renderHook(useCloseAuth, { wrapper: closeWrapper(tab) });
    await expect
      .poll(() => hook.result.current)
      .toMatchObject({ status: 'signed-out', error: { code: 'access_denied' } });
    expect(window.location.href).toBe(before);
    expect(window.history.state).toEqual({ kept: true });
  });

  it('signs out at the backend and removes the data from the cache', async () => {
    const { backend, queryClient, tab } = setUp();
    const screen = await render(
      <>
        <Account />
        <Me />
      </>,
      { wrapper: closeWrapper(tab) },
    );
    await expect.element(screen.getByText(/^I am/)).toBeVisible();
    expect(queryClient.getQueryCache().findAll({ queryKey: ['close'] })).not.toEqual([]);
    await screen.getByRole('button', { name: 'Sign out' }).click();
    await expect.element(screen.getByText('signed-out')).toBeVisible();
    await expect.element(screen.getByText('pending idle')).toBeVisible();
    expect(backend.requests).toContain('POST /api/close/logout');
    expect(queryClient.getQueriesData({}).flatMap(([, data]) => data ?? [])).toEqual([]);
  });

  it('follows the changes of another tab', async () => {
    const { backend, tab } = setUp();
    const one = await renderHook(useCloseAuth, { wrapper: closeWrapper(tab) });
    const other = await renderHook(useCloseAuth, {
      wrapper: closeWrapper({
        ...tab,
        client: createCloseClient({ auth: cookieSession(), fetch: backend.fetch }),
      }),
    });
    await expect
      .poll(() => [one.result.current.status, other.result.current.status])
      .toEqual(['signed-in', 'signed-in']);
    await one.act(() => one.result.current.status === 'signed-in' && one.result.current.signOut());
    await expect.poll(() => other.result.current.status).toBe('signed-out');

    backend.signIn();
    await one.act(() => one.result.current.reload());
    await expect.poll(() => other.result.current.status).toBe('signed-in');
  });

  it('needs reauthorization after a 401 anywhere, and unmounts nothing', async () => {
    const { backend, tab } = setUp();
    let mounts = 0;
    const Counted = () => {
      useEffect(() => {
        mounts += 1;
      }, []);
      return <Me />;
    };
    const screen = await render(
      <>
        <Status />
        <Counted />
      </>,
      { wrapper: closeWrapper(tab) },
    );
    await expect.element(screen.getByText(/^I am/)).toBeVisible();
    const mounted = mounts;

    backend.revoke();
    await expect(tab.client.leads.list()).rejects.toMatchObject({ code: 'reauthorization_required' });
    await expect.element(screen.getByText('needs-reauth')).toBeVisible();
    await expect.element(screen.getByText(/^I am/)).toBeVisible();
    expect(mounts).toBe(mounted);
  });

  it('is signed out after a 401 when the backend has no session', async () => {
    const { backend, tab } = setUp();
    const hook = await renderHook(useCloseAuth, { wrapper: closeWrapper(tab) });
    await expect.poll(() => hook.result.current.status).toBe('signed-in');
    backend.signOut();
    await expect(tab.client.leads.list()).rejects.toMatchObject({ code: 'unauthorized' });
    await expect.poll(() => hook.result.current.status).toBe('signed-out');
  });

  it('reports that the session cannot be read', async () => {
    const { backend, tab } = setUp();
    backend.sessionResponse = new Error('out of order');
    const hook = await renderHook(useCloseAuth, { wrapper: closeWrapper(tab) });
    await expect
      .poll(() => hook.result.current)
      .toMatchObject({ status: 'error', error: { code: 'session_unavailable' } });
  });

  it('removes the data of one user when another signs in', async () => {
    const { sandbox, backend, queryClient, tab } = setUp();
    const hook = await renderHook(useCloseAuth, { wrapper: closeWrapper(tab) });
    await expect.poll(() => hook.result.current.status).toBe('signed-in');
    const key = ['close', `${sandbox.organizations[0]?.id}/${sandbox.users[0]?.id}`, 'secret'];
    queryClient.setQueryData(key, 'of the first user');
    const write = { mutationKey: key, mutationFn: () => Promise.resolve() };
    await queryClient.getMutationCache().build(queryClient, write).execute(undefined);
    const { session } = backend;
    if (session.status !== 'signed-out')
      backend.sessionResponse = { ...session, user: { id: 'user_2', name: 'Grace Hopper' } };
    await hook.act(() => hook.result.current.reload());
    expect(queryClient.getQueryData(key)).toBeUndefined();
    expect(queryClient.getMutationCache().getAll()).toEqual([]);
  });
});

describe('useCloseAuth with a token source', () => {
  it('reads the session from the API', async () => {
    const sandbox = createSandbox({ leads: 3 });
    const hook = await renderHook(useCloseAuth, {
      wrapper: closeWrapper({ client: sandboxClient(sandbox) }),
    });
    await expect
      .poll(() => hook.result.current)
      .toMatchObject({
        status: 'signed-in',
        user: { id: sandbox.users[0]?.id },
        organization: { id: sandbox.organizations[0]?.id, name: sandbox.organizations[0]?.name },
      });
  });

  it('stays signed in during a token refresh, and shows it', async () => {
    const sandbox = createSandbox({ leads: 3 });
    const client = sandboxClient(sandbox);
    const shown: string[] = [];
    const hook = await renderHook(
      () => {
        const auth = useCloseAuth();
        shown.push(auth.status === 'signed-in' ? `signed-in refreshing=${auth.refreshing}` : auth.status);
        return auth;
      },
      { wrapper: closeWrapper({ client }) },
    );
    await expect.poll(() => hook.result.current.status).toBe('signed-in');
    shown.length = 0;
    sandbox.expireAccessTokens();
    await hook.act(() => client.leads.list().result());
    expect(hook.result.current).toMatchObject({ status: 'signed-in', refreshing: false });
    expect(new Set(shown)).not.toContain('loading');
    expect(shown.every((state) => state.startsWith('signed-in'))).toBe(true);
  });

  it('needs reauthorization when there is no other token, and keeps the connection details', async () => {
    const sandbox = createSandbox({ leads: 3 });
    const tokens = sandboxTokens(sandbox);
    const client = sandboxClient(sandbox, tokens);
    const hook = await renderHook(useCloseAuth, { wrapper: closeWrapper({ client }) });
    await expect.poll(() => hook.result.current.status).toBe('signed-in');
    sandbox.expireAccessTokens();
    tokens.revoke();
    await hook.act(() => client.leads.list().result());
    await expect
      .poll(() => hook.result.current)
      .toMatchObject({
        status: 'needs-reauth',
        organization: { id: sandbox.organizations[0]?.id },
      });
  });

  it('stays signed out when the user returns, until the app reloads', async () => {
    const sandbox = createSandbox({ leads: 3 });
    const hook = await renderHook(useCloseAuth, {
      wrapper: closeWrapper({ client: sandboxClient(sandbox) }),
    });
    await expect.poll(() => hook.result.current.status).toBe('signed-in');
    const asked = sandbox.requests.length;
    await hook.act(() => hook.result.current.signOut());
    await hook.act(() => void window.dispatchEvent(new Event('focus')));
    expect(hook.result.current.status).toBe('signed-out');
    expect(sandbox.requests).toHaveLength(asked);
    await hook.act(() => hook.result.current.reload());
    expect(hook.result.current.status).toBe('signed-in');
  });

  it('starts over with another client', async () => {
    const first = createSandbox({ leads: 3 });
    const other = createSandbox({ leads: 3, seed: 2 });
    const queryClient = new QueryClient();
    const appOf = (sandbox: Sandbox) => (
      <CloseApp queryClient={queryClient} client={sandboxClient(sandbox)}>
        <Account />
      </CloseApp>
    );
    const screen = await render(appOf(first));
    await expect
      .element(screen.getByText(first.organizations[0]?.name ?? '', { exact: false }))
      .toBeVisible();
    await screen.rerender(appOf(other));
    await expect
      .element(screen.getByText(other.organizations[0]?.name ?? '', { exact: false }))
      .toBeVisible();
  });

  it('has no connection to disconnect', async () => {
    const sandbox = createSandbox({ leads: 3 });
    const hook = await renderHook(useCloseAuth, {
      wrapper: closeWrapper({ client: sandboxClient(sandbox) }),
    });
    await expect.poll(() => hook.result.current.status).toBe('signed-in');
    await expect(hook.result.current.disconnect()).rejects.toMatchObject({ code: 'disconnect_failed' });
    expect(hook.result.current.status).toBe('signed-in');
  });

  it('has no login route', async () => {
    const sandbox = createSandbox({ leads: 3 });
    const hook = await renderHook(useCloseAuth, {
      wrapper: closeWrapper({ client: sandboxClient(sandbox) }),
    });
    expect(() => hook.result.current.signIn()).toThrow(
      expect.objectContaining({ code: 'sign_in_unavailable' }),
    );
    await expect.poll(() => hook.result.current.status).toBe('signed-in');
  });
});
