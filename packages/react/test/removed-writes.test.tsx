// Writes with plain `useMutation`, in an app that never calls useCloseMutation.

import { onlineManager, QueryClient, useMutation } from '@tanstack/react-query';
import { afterEach, describe, expect, it } from 'vitest';
import { renderHook } from 'vitest-browser-react';
import { useCloseAuth, useCloseQueryOptions } from '../src/index.ts';
import { createTestBackend } from '../src/testing.ts';
import { closeWrapper } from './render-close.tsx';

async function setUp(session: 'signed-in' | 'signed-out') {
  const { client, fetch, requests } = createTestBackend({ session });
  const wrapper = closeWrapper({ client, fetch, queryClient: new QueryClient() });
  const hook = await renderHook(
    () => ({ auth: useCloseAuth(), rename: useMutation(useCloseQueryOptions().mutations.leads.update()) }),
    { wrapper },
  );
  await expect.poll(() => hook.result.current.auth.status).toBe(session);
  onlineManager.setOnline(false);
  let failure: unknown;
  const rename = () =>
    hook.act(() => {
      const write = hook.result.current.rename.mutateAsync({ id: 'lead_1', body: { name: 'Wayne' } });
      write.catch((error: unknown) => (failure = error));
    });
  await rename();
  await expect.poll(() => hook.result.current.rename.isPaused).toBe(true);
  const writes = () => requests.filter((request) => request.startsWith('PUT '));
  return { hook, writes, failure: () => failure };
}

afterEach(() => onlineManager.setOnline(true));

describe('a write that is paused without a network', () => {
  it('fails when the page is online again after a sign-out, and is not sent', async () => {
    const { hook, writes, failure } = await setUp('signed-in');
    await hook.act(() => hook.result.current.auth.signOut());
    await expect.poll(() => hook.result.current.rename.status).toBe('idle');
    onlineManager.setOnline(true);
    await expect.poll(failure).toMatchObject({ code: 'reauthorization_required' });
    expect(writes()).toEqual([]);
  });

  it('fails when the page is online again, if it was made without a session', async () => {
    const { writes, failure } = await setUp('signed-out');
    onlineManager.setOnline(true);
    await expect.poll(failure).toMatchObject({ code: 'reauthorization_required' });
    expect(writes()).toEqual([]);
  });
});
