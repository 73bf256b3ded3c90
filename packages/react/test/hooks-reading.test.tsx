import { createSandbox } from '@closekit/sandbox';
import type { SandboxOptions } from '@closekit/sandbox';
import { QueryClient, skipToken } from '@tanstack/react-query';
import { Suspense } from 'react';
import { describe, expect, it } from 'vitest';
import { render, renderHook } from 'vitest-browser-react';
import {
  useCloseInfiniteQuery,
  useCloseQueries,
  useCloseQuery,
  useCloseRateLimit,
  useCloseSuspenseInfiniteQuery,
} from '../src/index.ts';
import { createTestBackend } from '../src/testing.ts';
import { closeWrapper } from './render-close.tsx';
import { sandboxClient } from './sandbox-client.ts';

async function setUp(options: SandboxOptions = {}) {
  const sandbox = createSandbox({ leads: 25, ...options });
  const client = sandboxClient(sandbox);
  const queryClient = new QueryClient();
  const leads = (await client.leads.list({ _limit: 3 })).data;
  const requestsOf = (path: string): number =>
    sandbox.requests.filter((request) => request.path === `/api/v1${path}`).length;
  return { sandbox, client, queryClient, leads, requestsOf, wrapper: closeWrapper({ client, queryClient }) };
}

describe('useCloseQuery without a query', () => {
  it('sends nothing until there is a query', async () => {
    const { leads, requestsOf, wrapper } = await setUp();
    const [lead] = leads;
    const hook = await renderHook(
      (id?: string) => useCloseQuery((q) => (id === undefined ? undefined : q.leads.get(id))),
      { wrapper },
    );
    await expect.poll(() => requestsOf('/me/')).toBe(1);
    expect(hook.result.current).toMatchObject({ status: 'pending', fetchStatus: 'idle' });
    await hook.rerender(lead?.id);
    await expect.poll(() => hook.result.current.data?.id).toBe(lead?.id);
    await hook.rerender(undefined);
    expect(hook.result.current.data).toBeUndefined();
    expect(requestsOf(`/lead/${lead?.id}/`)).toBe(1);
  });

  it('accepts skipToken, also for pages', async () => {
    const { requestsOf, wrapper } = await setUp();
    const hook = await renderHook(
      (text?: string) => ({
        plain: useCloseQuery((q) => (text === undefined ? skipToken : q.leads.list({ query: text }))),
        paged: useCloseInfiniteQuery((q) => (text === undefined ? skipToken : q.leads.list({ query: text }))),
      }),
      { wrapper },
    );
    await expect.poll(() => requestsOf('/me/')).toBe(1);
    expect(hook.result.current.plain).toMatchObject({ status: 'pending', fetchStatus: 'idle' });
    expect(hook.result.current.paged).toMatchObject({ status: 'pending', hasNextPage: false });
    await hook.rerender('');
    await expect.poll(() => hook.result.current.paged.data?.pages[0]?.data.length).toBeGreaterThan(0);
    await expect.poll(() => hook.result.current.plain.isSuccess).toBe(true);
  });
});

describe('useCloseQueries', () => {
  it('reads several operations, each with its own result', async () => {
    const { leads, wrapper } = await setUp();
    const [lead] = leads;
    const hook = await renderHook(
      () => useCloseQueries((q) => [q.leads.get(lead?.id ?? ''), q.leads.get('lead_none'), q.tasks.list()]),
      { wrapper },
    );
    await expect
      .poll(() => hook.result.current.map(({ status }) => status))
      .toEqual(['success', 'error', 'success']);
    expect(hook.result.current[0].data?.display_name).toBe(lead?.display_name);
    expect(hook.result.current[1].error).toMatchObject({ code: 'not_found' });
  });

  it('accepts any number of reads, and combines them', async () => {
    const { leads, requestsOf, wrapper } = await setUp();
    const ids = leads.map(({ id }) => id);
    const hook = await renderHook(
      (count: number = 1) =>
        useCloseQueries((q) => ids.slice(0, count).map((id) => q.leads.get(id)), {
          combine: (results) => results.map(({ data }) => data?.id),
        }),
      { wrapper },
    );
    await expect.poll(() => hook.result.current).toEqual(ids.slice(0, 1));
    await hook.rerender(3);
    await expect.poll(() => hook.result.current).toEqual(ids);
    expect(requestsOf(`/lead/${ids[0]}/`)).toBe(1);
  });

  it('sends nothing while not connected, and no disabled query', async () => {
    const sandbox = createSandbox({ leads: 1 });
    const backend = createTestBackend({ sandbox });
    backend.signOut();
    const wrapper = closeWrapper({ client: backend.client, fetch: backend.fetch });
    const out = await renderHook(() => useCloseQueries((q) => [q.users.getMe()]), { wrapper });
    await expect.poll(() => backend.requests).toEqual(['GET /api/close/session']);
    expect(out.result.current[0].fetchStatus).toBe('idle');

    const connected = await setUp();
    const off = await renderHook(
      () => useCloseQueries((q) => [q.tasks.list(), { ...q.leads.list(), enabled: false }]),
      { wrapper: connected.wrapper },
    );
    await expect.poll(() => off.result.current[0].status).toBe('success');
    expect(off.result.current[1].fetchStatus).toBe('idle');
  });
});

function CountedLeads() {
  const { data, fetchNextPage } = useCloseSuspenseInfiniteQuery((q) => q.leads.list({ _limit: 10 }));
  return (
    <button onClick={() => void fetchNextPage()}>{data.pages.flatMap((page) => page.data).length}</button>
  );
}

describe('useCloseSuspenseInfiniteQuery', () => {
  it('suspends until the first page is loaded', async () => {
    const { wrapper } = await setUp();
    const screen = await render(
      <Suspense fallback={<p>wait</p>}>
        <CountedLeads />
      </Suspense>,
      { wrapper },
    );
    await expect.element(screen.getByText('wait')).toBeVisible();
    await screen.getByRole('button', { name: '10' }).click();
    await expect.element(screen.getByText('20')).toBeVisible();
  });
});

describe('useCloseRateLimit', () => {
  it('returns the limit of the last response', async () => {
    const now = Date.now();
    const { client, wrapper } = await setUp({
      now: () => now,
      rateLimit: { limit: 100, windowMs: 60_000 },
    });
    const hook = await renderHook(useCloseRateLimit, { wrapper });
    await hook.act(() => client.leads.list({ _limit: 1 }));
    await expect.poll(() => hook.result.current).toMatchObject({ limit: 100 });
    const before = hook.result.current?.remaining ?? 0;
    await hook.act(() => client.leads.list({ _limit: 1 }));
    expect(hook.result.current?.remaining).toBe(before - 1);
  });

  it('is undefined before the first response, and the same for each component', async () => {
    const sandbox = createSandbox({ leads: 1 });
    const backend = createTestBackend({ sandbox });
    backend.signOut();
    const wrapper = closeWrapper({ client: backend.client, fetch: backend.fetch });
    const hook = await renderHook(() => [useCloseRateLimit(), useCloseRateLimit()], { wrapper });
    await expect.poll(() => backend.requests).toEqual(['GET /api/close/session']);
    expect(hook.result.current).toEqual([undefined, undefined]);
  });
});
