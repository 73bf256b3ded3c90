import { isCloseApiError } from '@closekit/client';
import { createSandbox } from '@closekit/sandbox';
import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it, vi } from 'vitest';
import { renderHook } from 'vitest-browser-react';
import {
  createCloseQueryOptions,
  optimistic,
  useCloseInfiniteQuery,
  useCloseMutation,
  useCloseQuery,
} from '../src/index.ts';
import { createTestBackend } from '../src/testing.ts';
import { closeWrapper } from './render-close.tsx';
import { sandboxClient } from './sandbox-client.ts';

type Lead = { readonly id: string };

/** The sandbox has a fixed clock, so each response that a fault delays waits for `advance`. */
async function setUp() {
  const now = Date.now();
  const sandbox = createSandbox({ leads: 25, now: () => now });
  const client = sandboxClient(sandbox);
  const [lead] = (await client.leads.list({ _limit: 1 })).data;
  if (lead === undefined) throw new TypeError('the sandbox is empty');
  const queryClient = new QueryClient();
  const holdBack = (method: string, delayMs: number, status?: number): void => {
    sandbox.faults.next({ method, delayMs, ...(status === undefined ? {} : { status, body: {} }) });
  };
  const isSent = (method: string, times = 1): Promise<void> =>
    vi.waitFor(() =>
      expect(sandbox.requests.filter((request) => request.method === method).length).toBeGreaterThanOrEqual(
        times,
      ),
    );
  // The request is handled before its response is delayed: a single advance could be too early.
  const answer = (isThere: () => boolean, advanceMs = 1_000): Promise<void> =>
    vi.waitFor(() => {
      sandbox.clock.advance(advanceMs);
      expect(isThere()).toBe(true);
    });
  const wrapper = closeWrapper({
    client,
    queryClient,
    initialSession: createTestBackend({ sandbox }).session,
  });
  return { sandbox, queryClient, lead, holdBack, isSent, answer, wrapper };
}

type Scene = Awaited<ReturnType<typeof setUp>>;

/** A page that shows one lead in every type of query. */
async function show({ lead, wrapper }: Scene) {
  const hook = await renderHook(
    () => ({
      lead: useCloseQuery((q) => q.leads.get(lead.id)),
      part: useCloseQuery((q) => q.leads.get(lead.id, { fields: ['id', 'name'] })),
      list: useCloseQuery((q) => q.leads.list({ _limit: 5 })),
      pages: useCloseInfiniteQuery((q) => q.leads.list({ _limit: 5 })),
      found: useCloseQuery((q) =>
        q.search.query({ query: { type: 'match_all' }, _fields: { lead: ['id', 'name'] }, _limit: 5 }),
      ),
    }),
    { wrapper },
  );
  const { result } = hook;
  await expect.poll(() => Object.values(result.current).every(({ isSuccess }) => isSuccess)).toBe(true);
  const rowOf = <T extends Lead>(rows: readonly T[] | undefined): T | undefined =>
    rows?.find(({ id }) => id === lead.id);
  const names = () => ({
    lead: result.current.lead.data?.name,
    part: result.current.part.data?.name,
    list: rowOf(result.current.list.data?.data)?.name,
    pages: rowOf(result.current.pages.data?.pages.flatMap((page) => page.data))?.name,
  });
  // TanStack Query renders for the fields that were read.
  expect(names()).toEqual(everywhere(lead.name));
  return { hook, names };
}

const everywhere = (name: string | null | undefined) => ({ lead: name, part: name, list: name, pages: name });

async function renderRename({ wrapper }: Scene, affects = true) {
  return await renderHook(() => useCloseMutation((m) => optimistic(m.leads.update()), { affects }), {
    wrapper,
  });
}

describe('useCloseMutation, optimistic', () => {
  it('shows a write wherever the entity is, before the response', async () => {
    const scene = await setUp();
    const { names } = await show(scene);
    const rename = await renderRename(scene);
    scene.holdBack('PUT', 1_000);
    await rename.act(() => rename.result.current.mutate({ id: scene.lead.id, body: { name: 'Wayne' } }));
    await expect.poll(names).toEqual(everywhere('Wayne'));
    expect(rename.result.current.isPending).toBe(true);
    await scene.answer(() => rename.result.current.isSuccess);
    expect(names()).toEqual(everywhere('Wayne'));
    await expect.poll(() => scene.queryClient.isFetching()).toBe(0);
    expect(names()).toEqual(everywhere('Wayne'));
  });

  it('takes back exactly what it has changed when it fails', async () => {
    const scene = await setUp();
    const { hook, names } = await show(scene);
    const before = hook.result.current.list.data;
    const rename = await renderRename(scene);
    scene.holdBack('PUT', 1_000, 400);
    await rename.act(() => rename.result.current.mutate({ id: scene.lead.id, body: { name: 'Wayne' } }));
    await expect.poll(names).toEqual(everywhere('Wayne'));
    expect(hook.result.current.list.data?.data.slice(1)).toEqual(before?.data.slice(1));
    await scene.answer(() => rename.result.current.isError);
    expect(isCloseApiError(rename.result.current.error)).toBe(true);
    await expect.poll(names).toEqual(everywhere(scene.lead.name));
    expect(hook.result.current.list.data).toEqual(before);
  });

  it('shows the entity that the function returns', async () => {
    const scene = await setUp();
    const { hook } = await show(scene);
    const rename = await renderHook(
      () =>
        useCloseMutation((m) =>
          optimistic(m.leads.update(), (found, { body }) => ({ ...found, display_name: `${body.name}!` })),
        ),
      { wrapper: scene.wrapper },
    );
    scene.holdBack('PUT', 1_000);
    await rename.act(() => rename.result.current.mutate({ id: scene.lead.id, body: { name: 'Wayne' } }));
    await expect.poll(() => hook.result.current.lead.data?.display_name).toBe('Wayne!');
    expect(hook.result.current.lead.data?.name).toBe(scene.lead.name);
    await scene.answer(() => hook.result.current.lead.data?.display_name === 'Wayne');
  });

  it('removes a deleted entity from the lists, and restores it when the delete fails', async () => {
    const scene = await setUp();
    const { names } = await show(scene);
    const remove = await renderHook(() => useCloseMutation((m) => optimistic(m.leads.delete())), {
      wrapper: scene.wrapper,
    });
    scene.holdBack('DELETE', 1_000, 400);
    await remove.act(() => remove.result.current.mutate({ id: scene.lead.id }));
    await expect.poll(() => names().list).toBeUndefined();
    expect(names()).toEqual({ ...everywhere(scene.lead.name), list: undefined, pages: undefined });
    await scene.answer(() => remove.result.current.isError);
    await expect.poll(names).toEqual(everywhere(scene.lead.name));
  });

  it('does not refetch a deleted entity while it is on screen', async () => {
    const scene = await setUp();
    const { hook, names } = await show(scene);
    const remove = await renderHook(() => useCloseMutation((m) => optimistic(m.leads.delete())), {
      wrapper: scene.wrapper,
    });
    await remove.act(() => remove.result.current.mutateAsync({ id: scene.lead.id }));
    await expect.poll(() => scene.queryClient.isFetching()).toBe(0);
    expect(names()).toEqual({ ...everywhere(scene.lead.name), list: undefined, pages: undefined });
    expect(hook.result.current.lead.isError).toBe(false);
    const path = `/api/v1/lead/${scene.lead.id}/`;
    expect(
      scene.sandbox.requests.filter((request) => request.path === path).map(({ method }) => method),
    ).toEqual(['GET', 'GET', 'DELETE']);
  });

  it('keeps a later write when an earlier one to the same entity fails', async () => {
    const scene = await setUp();
    const { hook, names } = await show(scene);
    const first = await renderRename(scene);
    const second = await renderHook(() => useCloseMutation((m) => optimistic(m.leads.update())), {
      wrapper: scene.wrapper,
    });
    scene.holdBack('PUT', 1_000, 400);
    await first.act(() => first.result.current.mutate({ id: scene.lead.id, body: { name: 'Wayne' } }));
    await expect.poll(names).toEqual(everywhere('Wayne'));
    await scene.isSent('PUT');
    scene.holdBack('PUT', 1_000_000);
    await second.act(() =>
      second.result.current.mutate({ id: scene.lead.id, body: { description: 'bats' } }),
    );
    await expect.poll(() => hook.result.current.lead.data?.description).toBe('bats');
    const reads = scene.sandbox.requests.filter(({ method }) => method === 'GET').length;
    // The second write waits for the first.
    expect(scene.sandbox.requests.filter(({ method }) => method === 'PUT')).toHaveLength(1);
    await scene.answer(() => first.result.current.isError);
    await scene.isSent('PUT', 2);
    await expect.poll(names).toEqual(everywhere(scene.lead.name));
    expect(hook.result.current.lead.data?.description).toBe('bats');
    // The last write to settle refetches, so that the responses include both.
    expect(scene.sandbox.requests.filter(({ method }) => method === 'GET')).toHaveLength(reads);
    await scene.answer(() => second.result.current.isSuccess, 1_000_000);
    await expect
      .poll(() => scene.sandbox.requests.filter(({ method }) => method === 'GET').length)
      .toBeGreaterThan(reads);
    await expect.poll(() => scene.queryClient.isFetching()).toBe(0);
    expect(hook.result.current.lead.data).toMatchObject({ name: scene.lead.name, description: 'bats' });
  });

  it('keeps the shown write when an older response arrives', async () => {
    const scene = await setUp();
    const { hook, names } = await show(scene);
    const rename = await renderRename(scene);
    scene.holdBack('PUT', 1_000);
    await rename.act(() => rename.result.current.mutate({ id: scene.lead.id, body: { name: 'Wayne' } }));
    await expect.poll(names).toEqual(everywhere('Wayne'));
    // The response of a server that has not seen the write.
    const { id, name, display_name } = scene.lead;
    scene.sandbox.faults.next({ method: 'GET', body: { id, name, display_name } });
    const seen = new Set<unknown>();
    const unsubscribe = scene.queryClient.getQueryCache().subscribe(() => seen.add(names().lead));
    await hook.act(() => hook.result.current.lead.refetch());
    unsubscribe();
    expect(seen).toEqual(new Set(['Wayne']));
    expect(hook.result.current.lead.data).toEqual({ id, name: 'Wayne', display_name });
    await scene.answer(() => rename.result.current.isSuccess);
    expect(names().lead).toBe('Wayne');
  });

  it('ignores a response from before the write', async () => {
    const scene = await setUp();
    const { queryClient, sandbox, lead } = scene;
    const [organization] = sandbox.organizations;
    const [user] = sandbox.users;
    const session = organization && user && { organization, user };
    const tree = createCloseQueryOptions(sandboxClient(sandbox), { session });
    const known = tree.leads.get(lead.id);
    await queryClient.query(known);
    sandbox.faults.next({ method: 'GET', body: lead, delayMs: 1_000 });
    const reading = queryClient.query({ ...known, staleTime: 0 });
    await scene.isSent('GET', 3);
    const rename = await renderRename(scene);
    await rename.act(() => rename.result.current.mutateAsync({ id: lead.id, body: { name: 'Wayne' } }));
    sandbox.clock.advance(1_000);
    await reading;
    expect(queryClient.getQueryData(known.queryKey)?.name).toBe('Wayne');
  });

  it('completes when its component is gone', async () => {
    const scene = await setUp();
    const { names } = await show(scene);
    const rename = await renderRename(scene);
    scene.holdBack('PUT', 1_000, 400);
    await rename.act(() => rename.result.current.mutate({ id: scene.lead.id, body: { name: 'Wayne' } }));
    await expect.poll(names).toEqual(everywhere('Wayne'));
    await rename.unmount();
    await scene.answer(() => names().lead === scene.lead.name);
    expect(names()).toEqual(everywhere(scene.lead.name));
  });

  it('refetches interrupted queries, also when affects is off', async () => {
    const scene = await setUp();
    const { hook, names } = await show(scene);
    const rename = await renderRename(scene, false);
    scene.sandbox.faults.next({ path: `/api/v1/lead/${scene.lead.id}/`, method: 'GET', delayMs: 5_000 });
    const reads = scene.sandbox.requests.filter(({ method }) => method === 'GET').length;
    void hook.result.current.lead.refetch();
    await scene.isSent('GET', reads + 1);
    await hook.act(() => rename.result.current.mutateAsync({ id: scene.lead.id, body: { name: 'Wayne' } }));
    await expect.poll(() => scene.queryClient.isFetching()).toBe(0);
    expect(names()).toEqual(everywhere('Wayne'));
  });

  it('calls the callbacks of the caller with the result of onMutate', async () => {
    const scene = await setUp();
    const calls = vi.fn<(...args: unknown[]) => void>();
    const rename = await renderHook(
      () =>
        useCloseMutation((m) => optimistic(m.leads.update()), {
          onMutate: ({ id }) => ({ undo: id }),
          onError: (error, _variables, undo) => calls(error.code, undo),
        }),
      { wrapper: scene.wrapper },
    );
    scene.sandbox.faults.next({ method: 'PUT', status: 400, body: {} });
    await rename.act(() => rename.result.current.mutate({ id: scene.lead.id, body: { name: 'Wayne' } }));
    await expect.poll(() => calls.mock.calls).toEqual([['invalid_request', { undo: scene.lead.id }]]);
  });

  it('shows nothing for an entity without an id', async () => {
    const scene = await setUp();
    const { names } = await show(scene);
    const create = await renderHook(() => useCloseMutation((m) => optimistic(m.leads.create())), {
      wrapper: scene.wrapper,
    });
    await create.act(() => create.result.current.mutateAsync({ body: { name: 'Wayne' } }));
    await expect.poll(() => scene.queryClient.isFetching()).toBe(0);
    expect(names().lead).toBe(scene.lead.name);
  });
});
