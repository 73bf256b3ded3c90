import { createSandbox } from '@closekit/sandbox';
import { keepPreviousData, QueryClient } from '@tanstack/react-query';
import type { PersistedClient, Persister } from '@tanstack/react-query-persist-client';
import { persistQueryClient } from '@tanstack/react-query-persist-client';
import { describe, expect, it, onTestFinished } from 'vitest';
import { renderHook } from 'vitest-browser-react';
import { useCloseAuth, useCloseQuery } from '../src/index.ts';
import { createTestBackend } from '../src/testing.ts';
import { openTab } from './open-tab.ts';
import { closeWrapper } from './render-close.tsx';

const storageKey = 'rows';

/** A persister that writes at once. */
const persister: Persister = {
  persistClient: (client) => localStorage.setItem(storageKey, JSON.stringify(client)),
  restoreClient: () => {
    const saved = localStorage.getItem(storageKey);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the text of such a value
    return saved === null ? undefined : (JSON.parse(saved) as PersistedClient);
  },
  removeClient: () => localStorage.removeItem(storageKey),
};

/** The page of an app that keeps its cache in the browser. */
async function openPage(backend: ReturnType<typeof createTestBackend>) {
  const queryClient = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  const [stopSaving, restored] = persistQueryClient({ queryClient, persister });
  onTestFinished(stopSaving);
  await restored;
  const hook = await renderHook(
    () => ({
      auth: useCloseAuth(),
      me: useCloseQuery((q) => q.users.getMe(), { placeholderData: keepPreviousData }),
    }),
    {
      wrapper: closeWrapper({
        client: backend.client,
        fetch: backend.fetch,
        queryClient,
        onSignedOut: () => persister.removeClient(),
      }),
    },
  );
  const leave = async () => {
    stopSaving();
    await hook.unmount();
    queryClient.clear();
  };
  return { queryClient, hook, leave };
}

function setUp() {
  localStorage.removeItem(storageKey);
  onTestFinished(() => localStorage.removeItem(storageKey));
  const backend = createTestBackend({ sandbox: createSandbox({ leads: 1 }) });
  const reads = () => backend.requests.filter((request) => request.endsWith('/me/')).length;
  return { backend, reads, saved: () => localStorage.getItem(storageKey) ?? '' };
}

describe('a persisted cache', () => {
  it('is read by the same user without a request', async () => {
    const { backend, reads } = setUp();
    const first = await openPage(backend);
    await expect.poll(() => first.hook.result.current.me.isSuccess).toBe(true);
    await first.leave();
    const second = await openPage(backend);
    await expect.poll(() => second.hook.result.current.me.isSuccess).toBe(true);
    expect(reads()).toBe(1);
  });

  it('shows nothing to another user, and is overwritten', async () => {
    const { backend, reads, saved } = setUp();
    const first = await openPage(backend);
    await expect.poll(() => first.hook.result.current.me.isSuccess).toBe(true);
    const email = first.hook.result.current.me.data?.email ?? '';
    await first.leave();
    expect(saved()).toContain(email);
    const { session } = backend;
    if (session.status !== 'signed-out')
      backend.sessionResponse = { ...session, user: { id: 'user_2', name: 'Grace Hopper' } };
    backend.sandbox.faults.next({ path: '/api/v1/me/', delayMs: 60_000 });
    const second = await openPage(backend);
    await expect.poll(() => second.hook.result.current.auth.status).toBe('signed-in');
    expect(second.hook.result.current.me.data).toBeUndefined();
    await expect.poll(reads).toBe(2);
    expect(JSON.stringify(second.queryClient.getQueriesData({}))).not.toContain(email);
    await expect.poll(saved).not.toContain(email);
  });

  it('is removed at a sign-out in this tab, before `signOut` resolves', async () => {
    const { backend, saved } = setUp();
    const { hook } = await openPage(backend);
    await expect.poll(() => hook.result.current.me.isSuccess).toBe(true);
    const email = hook.result.current.me.data?.email ?? '';
    expect(saved()).toContain(email);
    await hook.act(() => hook.result.current.auth.signOut().then(() => expect(saved()).not.toContain(email)));
    expect(hook.result.current.me.data).toBeUndefined();
  });

  it('is removed at a sign-out in another tab', async () => {
    const { backend, saved } = setUp();
    const { hook } = await openPage(backend);
    await expect.poll(() => hook.result.current.me.isSuccess).toBe(true);
    const email = hook.result.current.me.data?.email ?? '';
    const tab = openTab(backend);
    await expect.poll(() => tab.auth()?.status).toBe('signed-in');
    await tab.auth()?.signOut();
    await expect.poll(() => hook.result.current.auth.status).toBe('signed-out');
    await expect.poll(saved).not.toContain(email);
    expect(hook.result.current.me.data).toBeUndefined();
  });
});
