import { createCloseClient } from '@closekit/client';
import { createSandbox } from '@closekit/sandbox';
import { dehydrate, hydrate, onlineManager, QueryClient, useMutation } from '@tanstack/react-query';
import { afterEach, describe, expect, it } from 'vitest';
import { renderHook } from 'vitest-browser-react';
import {
  optimistic,
  registerCloseMutations,
  useCloseMutation,
  useCloseQuery,
  useCloseQueryOptions,
} from '../src/index.ts';
import { createTestBackend } from '../src/testing.ts';
import { closeWrapper } from './render-close.tsx';
import { sandboxClient, sandboxFetch, sandboxTokens } from './sandbox-client.ts';

const limited = { method: 'PUT', status: 429, headers: { 'retry-after': '0' }, body: {} };

async function setUp() {
  const sandbox = createSandbox({ leads: 3 });
  const client = sandboxClient(sandbox);
  const [lead] = (await client.leads.list({ _limit: 1 })).data;
  if (lead === undefined) throw new TypeError('the sandbox is empty');
  const { session } = createTestBackend({ sandbox });
  const nameAtClose = async () => (await client.leads.get(lead.id)).name;
  const writes = () => sandbox.requests.filter(({ method }) => method === 'PUT').length;
  return { sandbox, client, lead, initialSession: session, nameAtClose, writes };
}

const useRenames = () => ({
  hook: useCloseMutation((m) => optimistic(m.leads.update())),
  other: useCloseMutation((m) => m.leads.update()),
  plain: useMutation(useCloseQueryOptions().mutations.leads.update()),
});

/** Renames a lead in two components and with plain `useMutation`. */
async function renameThrice(
  { hook, other, plain }: ReturnType<typeof useRenames>,
  id: string,
): Promise<void> {
  await Promise.all([
    hook.mutateAsync({ id, body: { name: 'one' } }),
    plain.mutateAsync({ id, body: { name: 'two' } }),
    other.mutateAsync({ id, body: { name: 'three' } }),
  ]);
}

afterEach(() => onlineManager.setOnline(true));

describe('useCloseMutation', () => {
  it('ends with the last of three edits after the first was rate limited', async () => {
    const { client, sandbox, lead, initialSession, nameAtClose, writes } = await setUp();
    const hook = await renderHook(useRenames, { wrapper: closeWrapper({ client, initialSession }) });
    sandbox.faults.next(limited);
    await hook.act(() => renameThrice(hook.result.current, lead.id));
    expect([await nameAtClose(), writes()]).toEqual(['three', 4]);
  });

  it('ends with the last of three edits after the client has retried the first', async () => {
    const { sandbox, lead, initialSession, nameAtClose, writes } = await setUp();
    const client = createCloseClient({
      auth: sandboxTokens(sandbox),
      fetch: sandboxFetch(sandbox),
      baseUrl: `${sandbox.origin}/api/v1`,
      rateLimit: 'react',
      sleep: () => new Promise((resolve) => setTimeout(resolve)),
    });
    const hook = await renderHook(useRenames, { wrapper: closeWrapper({ client, initialSession }) });
    sandbox.faults.next(limited);
    await hook.act(() => renameThrice(hook.result.current, lead.id));
    expect([await nameAtClose(), writes()]).toEqual(['three', 4]);
  });

  it('waits for the queries that it affects', async () => {
    const { client, lead, initialSession } = await setUp();
    const hook = await renderHook(
      () => ({
        list: useCloseQuery((q) => q.leads.list(), { select: ({ data }) => data.map(({ name }) => name) }),
        rename: useCloseMutation((m) => m.leads.update(), { awaitRefetch: true }),
        shown: useCloseQuery((q) => q.leads.get(lead.id)),
      }),
      { wrapper: closeWrapper({ client, initialSession }) },
    );
    await expect
      .poll(() => hook.result.current.list.isSuccess && hook.result.current.shown.isSuccess)
      .toBe(true);
    await hook.act(() => hook.result.current.rename.mutateAsync({ id: lead.id, body: { name: 'Wayne' } }));
    expect(hook.result.current.list.data).toContain('Wayne');
  });

  it('sends what a page without a network has left behind, for its own user only', async () => {
    const { client, lead, initialSession, nameAtClose, writes } = await setUp();
    const { id } = lead;
    const before = new QueryClient();
    const left = await renderHook(useRenames, {
      wrapper: closeWrapper({ client, initialSession, queryClient: before }),
    });
    onlineManager.setOnline(false);
    await left.act(() => {
      left.result.current.hook.mutate({ id, body: { name: 'one' } });
      left.result.current.other.mutate({ id, body: { name: 'two' } });
    });
    const stored = JSON.stringify(dehydrate(before));
    await left.unmount();
    before.clear();
    onlineManager.setOnline(true);

    const stranger = new QueryClient();
    registerCloseMutations(stranger);
    if (initialSession.status !== 'signed-in') throw new TypeError('the backend has no session');
    const session = { ...initialSession, user: { id: 'user_2', name: 'Grace Hopper' } };
    await renderHook(useRenames, {
      wrapper: closeWrapper({ client, initialSession: session, queryClient: stranger }),
    });
    hydrate(stranger, JSON.parse(stored));
    await stranger.resumePausedMutations();
    expect(writes()).toBe(0);

    const after = new QueryClient();
    registerCloseMutations(after);
    const wrapper = closeWrapper({ client, initialSession, queryClient: after });
    await renderHook(useRenames, { wrapper });
    hydrate(after, JSON.parse(stored));
    await after.resumePausedMutations();
    expect([await nameAtClose(), writes()]).toEqual(['two', 2]);
  });
});
