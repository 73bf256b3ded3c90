import { isCloseApiError } from '@closekit/client';
import { createSandbox } from '@closekit/sandbox';
import type { SandboxOptions } from '@closekit/sandbox';
import { QueryClient } from '@tanstack/react-query';
import { Suspense } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { render, renderHook } from 'vitest-browser-react';
import {
  useCloseAuth,
  useCloseClient,
  useCloseInfiniteQuery,
  useCloseMutation,
  useCloseQuery,
  useCloseQueryOptions,
  useCloseSuspenseQuery,
} from '../src/index.ts';
import { createTestBackend } from '../src/testing.ts';
import { closeWrapper } from './render-close.tsx';
import { sandboxClient } from './sandbox-client.ts';

async function setUp(options: SandboxOptions = {}) {
  const sandbox = createSandbox({ leads: 25, ...options });
  const client = sandboxClient(sandbox);
  const queryClient = new QueryClient();
  const [lead] = (await client.leads.list({ _limit: 1 })).data;
  if (lead === undefined) throw new TypeError('the sandbox is empty');
  const requestsOf = (method: string, path: string): number =>
    sandbox.requests.filter((request) => request.method === method && request.path === `/api/v1${path}`)
      .length;
  const wrapper = closeWrapper({ client, queryClient });
  return { sandbox, client, queryClient, lead, requestsOf, wrapper };
}

describe('useCloseQuery', () => {
  it('reads, selects, and names the organization and the user in its key', async () => {
    const { sandbox, queryClient, lead, wrapper } = await setUp();
    const hook = await renderHook(
      () => useCloseQuery((q) => q.leads.get(lead.id), { select: (found) => found.display_name?.length }),
      { wrapper },
    );
    await expect.poll(() => hook.result.current.data).toBe(lead.display_name?.length);
    const [query] = queryClient
      .getQueryCache()
      .findAll({ queryKey: ['close'], predicate: ({ state }) => state.data !== undefined });
    expect(query?.queryKey).toEqual([
      'close',
      `${sandbox.organizations[0]?.id}/${sandbox.users[0]?.id}`,
      'leads',
      'get',
      { id: lead.id },
    ]);
  });

  it('shares one request between components with the same query', async () => {
    const { lead, requestsOf, wrapper } = await setUp();
    const hook = await renderHook(
      () => [
        useCloseQuery((q) => q.leads.get(lead.id, { _fields: ['id', 'name'] })),
        useCloseQuery((q) => q.leads.get(lead.id, { _fields: ['name', 'id'] })),
      ],
      { wrapper },
    );
    await expect.poll(() => hook.result.current.map(({ status }) => status)).toEqual(['success', 'success']);
    expect(requestsOf('GET', `/lead/${lead.id}/`)).toBe(1);
  });

  it('reports a failure with its code and status, after one request', async () => {
    const { requestsOf, wrapper } = await setUp();
    const hook = await renderHook(() => useCloseQuery((q) => q.leads.get('lead_none')), { wrapper });
    await expect.poll(() => hook.result.current.error).toMatchObject({ code: 'not_found', status: 404 });
    expect(isCloseApiError(hook.result.current.error)).toBe(true);
    expect(requestsOf('GET', '/lead/lead_none/')).toBe(1);
  });

  it('reports a failure that has no body', async () => {
    const { sandbox, lead, wrapper } = await setUp();
    sandbox.faults.next({ path: '/api/v1/lead/', status: 500 });
    const hook = await renderHook(() => useCloseQuery((q) => q.leads.get(lead.id)), { wrapper });
    await expect.poll(() => hook.result.current.error).toMatchObject({ code: 'server_error', status: 500 });
  });

  it('sends nothing until the session has been read', async () => {
    const sandbox = createSandbox({ leads: 1 });
    const backend = createTestBackend({ sandbox });
    backend.signOut();
    const wrapper = closeWrapper({ client: backend.client, fetch: backend.fetch });
    const hook = await renderHook(() => useCloseQuery((q) => q.leads.list()), { wrapper });
    await expect.poll(() => backend.requests).toEqual(['GET /api/close/session']);
    expect(hook.result.current).toMatchObject({ status: 'pending', fetchStatus: 'idle' });
  });

  it('stays off when the caller disables it', async () => {
    const { client, sandbox, wrapper } = await setUp();
    const hook = await renderHook(() => useCloseQuery((q) => q.leads.list(), { enabled: false }), {
      wrapper,
    });
    await client.users.getMe();
    const before = sandbox.requests.filter(({ path }) => path === '/api/v1/lead/').length;
    expect(hook.result.current.fetchStatus).toBe('idle');
    expect(before).toBe(1);
  });

  it('cancels its request when it is unmounted', async () => {
    const { sandbox, lead, queryClient, wrapper } = await setUp();
    sandbox.faults.next({ path: '/api/v1/lead/', delayMs: 60_000 });
    const hook = await renderHook(() => useCloseQuery((q) => q.leads.get(lead.id)), { wrapper });
    await expect.poll(() => hook.result.current.fetchStatus).toBe('fetching');
    await hook.unmount();
    await expect.poll(() => queryClient.isFetching()).toBe(0);
  });

  it('keeps the data on screen while ten queries wait for one new token', async () => {
    const { sandbox, queryClient, requestsOf, wrapper } = await setUp();
    const statuses = new Set<string>();
    const hook = await renderHook(
      () => {
        const ten = Array.from({ length: 10 }, (_, skip) =>
          useCloseQuery((q) => q.leads.list({ _limit: 1, _skip: skip })),
        );
        for (const { status } of ten) statuses.add(status);
        return ten;
      },
      { wrapper },
    );
    await expect.poll(() => hook.result.current.every(({ isSuccess }) => isSuccess)).toBe(true);
    statuses.clear();
    sandbox.expireAccessTokens();
    await hook.act(() => queryClient.invalidateQueries({ queryKey: ['close'] }));
    await expect.poll(() => requestsOf('GET', '/lead/')).toBeGreaterThanOrEqual(21);
    await expect.poll(() => queryClient.isFetching()).toBe(0);
    expect(statuses).not.toContain('pending');
    expect(statuses).not.toContain('error');
  });
});

function SuspendedMe() {
  return <p>{useCloseSuspenseQuery((q) => q.users.getMe()).data.id}</p>;
}

function SuspendedPage() {
  return (
    <>
      <ReloadButton />
      <Suspense fallback={<p>wait</p>}>
        <SuspendedMe />
      </Suspense>
    </>
  );
}

function ReloadButton() {
  const auth = useCloseAuth();
  return <button onClick={() => void auth.reload()}>{auth.status}</button>;
}

describe('useCloseSuspenseQuery', () => {
  it('suspends until the session has been read and the data is loaded', async () => {
    const { lead, requestsOf, wrapper } = await setUp();
    const Name = () => <p>{useCloseSuspenseQuery((q) => q.leads.get(lead.id)).data.display_name}</p>;
    const screen = await render(
      <Suspense fallback={<p>wait</p>}>
        <Name />
      </Suspense>,
      { wrapper },
    );
    await expect.element(screen.getByText('wait')).toBeVisible();
    await expect.element(screen.getByText(lead.display_name ?? '')).toBeVisible();
    expect(requestsOf('GET', `/lead/${lead.id}/`)).toBe(1);
  });

  it('sends nothing while not connected, and continues once connected', async () => {
    const sandbox = createSandbox({ leads: 3 });
    const backend = createTestBackend({ sandbox });
    backend.signOut();
    const screen = await render(<SuspendedPage />, {
      wrapper: closeWrapper({ client: backend.client, fetch: backend.fetch }),
    });
    await expect.element(screen.getByText('signed-out')).toBeVisible();
    await expect.element(screen.getByText('wait')).toBeVisible();
    backend.signIn();
    await screen.getByRole('button').click();
    await expect.element(screen.getByText(sandbox.users[0]?.id ?? '')).toBeVisible();
    expect(backend.requests.filter((request) => !request.endsWith('/session'))).toEqual([
      'GET /api/close/api/v1/me/',
    ]);
  });

  it('suspends again after a sign-out, sends nothing and leaves nothing in the cache', async () => {
    const backend = createTestBackend({ sandbox: createSandbox({ leads: 3 }) });
    const queryClient = new QueryClient();
    const screen = await render(<SuspendedPage />, {
      wrapper: closeWrapper({ client: backend.client, fetch: backend.fetch, queryClient }),
    });
    await expect.element(screen.getByText(/^user_/)).toBeVisible();
    backend.signOut();
    await screen.getByRole('button').click();
    await expect.element(screen.getByText('wait')).toBeVisible();
    await expect.poll(() => queryClient.isFetching()).toBe(0);
    expect(backend.requests.filter((request) => request.endsWith('/me/'))).toHaveLength(1);
    expect(queryClient.getQueriesData({}).flatMap(([, data]) => data ?? [])).toEqual([]);
  });
});

describe('useCloseInfiniteQuery', () => {
  it('reads page after page, beside the plain query of the same list', async () => {
    const { wrapper } = await setUp();
    const hook = await renderHook(
      () => ({
        plain: useCloseQuery((q) => q.leads.list({ _limit: 10 })),
        paged: useCloseInfiniteQuery((q) => q.leads.list({ _limit: 10 }), {
          select: ({ pages }) => pages.flatMap((page) => page.data.map(({ id }) => id)),
        }),
      }),
      { wrapper },
    );
    await expect.poll(() => hook.result.current.paged.data).toHaveLength(10);
    await hook.act(() => hook.result.current.paged.fetchNextPage());
    await hook.act(() => hook.result.current.paged.fetchNextPage());
    expect(new Set(hook.result.current.paged.data)).toHaveLength(25);
    expect(hook.result.current.paged.hasNextPage).toBe(false);
    expect(hook.result.current.plain.data?.data).toHaveLength(10);
  });
});

describe('useCloseMutation', () => {
  it('shows the response at once and refetches the lists', async () => {
    const { lead, requestsOf, wrapper } = await setUp();
    const hook = await renderHook(
      () => {
        const one = useCloseQuery((q) => q.leads.get(lead.id));
        const list = useCloseQuery((q) => q.leads.list({ _fields: ['id', 'name'] }));
        const rename = useCloseMutation((m) => m.leads.update());
        // A component is rendered again for what it reads.
        return { lead: one, list, rename, rows: list.data?.data };
      },
      { wrapper },
    );
    await expect
      .poll(() => [hook.result.current.lead.status, hook.result.current.list.status])
      .toEqual(['success', 'success']);
    const lists = requestsOf('GET', '/lead/');
    await hook.act(() =>
      hook.result.current.rename.mutateAsync({ id: lead.id, body: { name: 'Wayne Enterprises' } }),
    );
    expect(hook.result.current.lead.data?.name).toBe('Wayne Enterprises');
    await expect.poll(() => requestsOf('GET', '/lead/')).toBe(lists + 1);
    expect(requestsOf('GET', `/lead/${lead.id}/`)).toBe(1);
    await expect
      .poll(() => hook.result.current.rows?.find(({ id }) => id === lead.id)?.name)
      .toBe('Wayne Enterprises');
  });

  it('leaves the cache alone when affects is off', async () => {
    const { lead, requestsOf, wrapper } = await setUp();
    const hook = await renderHook(
      () => ({
        lead: useCloseQuery((q) => q.leads.get(lead.id)),
        rename: useCloseMutation((m) => m.leads.update(), { affects: false }),
      }),
      { wrapper },
    );
    await expect.poll(() => hook.result.current.lead.status).toBe('success');
    await hook.act(() =>
      hook.result.current.rename.mutateAsync({ id: lead.id, body: { name: 'Wayne Enterprises' } }),
    );
    expect(hook.result.current.lead.data?.name).toBe(lead.name);
    expect(requestsOf('GET', `/lead/${lead.id}/`)).toBe(1);
  });

  it('calls the callbacks of the caller, in order and with the result of onMutate', async () => {
    const { lead, wrapper } = await setUp();
    const calls = vi.fn<(...args: unknown[]) => void>();
    const hook = await renderHook(
      () => ({
        auth: useCloseAuth(),
        rename: useCloseMutation((m) => m.leads.update(), {
          onMutate: ({ id }) => ({ undo: id }),
          onSuccess: (data, { id }, undo) => calls('success', data.id, id, undo),
          onSettled: (_data, error) => calls('settled', error),
        }),
      }),
      { wrapper },
    );
    await expect.poll(() => hook.result.current.auth.status).toBe('signed-in');
    await hook.act(() =>
      hook.result.current.rename.mutateAsync({ id: lead.id, body: { name: 'Wayne Enterprises' } }),
    );
    expect(calls.mock.calls).toEqual([
      ['success', lead.id, lead.id, { undo: lead.id }],
      ['settled', null],
    ]);
  });

  it('keeps the defaults of the app', async () => {
    const { client, lead, queryClient } = await setUp();
    const onSuccess = vi.fn<(data: unknown) => void>();
    queryClient.setMutationDefaults(['close'], { onSuccess: (data) => onSuccess(data) });
    const hook = await renderHook(
      () => ({ auth: useCloseAuth(), rename: useCloseMutation((m) => m.leads.update()) }),
      { wrapper: closeWrapper({ client, queryClient }) },
    );
    await expect.poll(() => hook.result.current.auth.status).toBe('signed-in');
    await hook.act(() => hook.result.current.rename.mutateAsync({ id: lead.id, body: { name: 'Wayne' } }));
    expect(onSuccess).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ name: 'Wayne' }));
  });

  it('reports the errors of each field', async () => {
    const { lead, sandbox, wrapper } = await setUp();
    sandbox.faults.next({
      method: 'PUT',
      status: 400,
      body: { 'field-errors': { name: 'Too long.' }, errors: [] },
    });
    const hook = await renderHook(
      () => ({ auth: useCloseAuth(), rename: useCloseMutation((m) => m.leads.update()) }),
      { wrapper },
    );
    await expect.poll(() => hook.result.current.auth.status).toBe('signed-in');
    await hook.act(() => hook.result.current.rename.mutate({ id: lead.id, body: { name: 'x' } }));
    await expect
      .poll(() => hook.result.current.rename.error)
      .toMatchObject({ code: 'invalid_request', fieldErrors: { name: 'Too long.' } });
  });
});

describe('useCloseClient', () => {
  it('returns the client of the provider', async () => {
    const { client, wrapper } = await setUp();
    const hook = await renderHook(useCloseClient, { wrapper });
    expect(hook.result.current).toBe(client);
  });
});

describe('useCloseQueryOptions', () => {
  it('returns the keys of the hooks, so that a write can show before it is sent', async () => {
    // The sandbox has a fixed clock, so the response waits for `advance`.
    const now = Date.now();
    const { lead, queryClient, sandbox, requestsOf, wrapper } = await setUp({ now: () => now });
    sandbox.faults.next({ method: 'PUT', status: 400, delayMs: 1_000 });
    const hook = await renderHook(
      () => {
        const { queryKey } = useCloseQueryOptions().leads.get(lead.id);
        return {
          lead: useCloseQuery((q) => q.leads.get(lead.id)),
          rename: useCloseMutation((m) => m.leads.update(), {
            onMutate: ({ body }) => {
              const before = queryClient.getQueryData(queryKey);
              queryClient.setQueryData(queryKey, (old) => old && { ...old, name: body.name ?? old.name });
              return { before };
            },
            onError: (_error, _variables, saved) => queryClient.setQueryData(queryKey, saved?.before),
          }),
        };
      },
      { wrapper },
    );
    await expect.poll(() => hook.result.current.lead.isSuccess).toBe(true);
    await hook.act(() =>
      hook.result.current.rename.mutate({ id: lead.id, body: { name: 'Wayne Enterprises' } }),
    );
    await expect.poll(() => hook.result.current.lead.data?.name).toBe('Wayne Enterprises');
    await expect.poll(() => requestsOf('PUT', `/lead/${lead.id}/`)).toBe(1);
    sandbox.clock.advance(1_000);
    await expect.poll(() => hook.result.current.rename.isError).toBe(true);
    expect(hook.result.current.lead.data?.name).toBe(lead.name);
  });
});
