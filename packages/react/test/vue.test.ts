import { createSandbox } from '@closekit/sandbox';
import { MutationObserver, QueryClient } from '@tanstack/query-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createApp, defineComponent, h } from 'vue';
import { closeMutationOptions, createCloseCore, createCloseLive, optimistic } from '../src/core.ts';
import type { CloseCore } from '../src/core.ts';
import { createTestBackend } from '../src/testing.ts';
import type { TestBackendOptions } from '../src/testing.ts';
import { useQuery, useSession } from './vue-binding.ts';

/** An app of Vue: the status of the session, and the leads of the organization. */
function leadsApp(core: CloseCore) {
  return defineComponent(() => {
    const session = useSession(core);
    const leads = useQuery(core, (q) => q.leads.list());
    const rows = () => leads.value.data?.data.map((lead) => h('li', { key: lead.id }, lead.display_name));
    return () => h('main', [h('h1', session.value.status), h('ul', rows())]);
  });
}

function mountApp(options: TestBackendOptions = {}) {
  const backend = createTestBackend({ sandbox: createSandbox({ leads: 3 }), ...options });
  const { client, fetch, navigate } = backend;
  const core = createCloseCore({ client, queryClient: new QueryClient(), fetch, navigate });
  const place = document.body.appendChild(document.createElement('div'));
  const app = createApp(leadsApp(core));
  app.mount(place);
  const stop = core.start();
  onTestFinished(() => {
    app.unmount();
    stop();
    place.remove();
  });
  const texts = (selector: string) =>
    [...place.querySelectorAll(selector)].map(({ textContent }) => textContent);
  return { backend, core, status: () => texts('h1').join(), rows: () => texts('li') };
}

const leadReads = (requests: readonly string[]) => requests.filter((line) => line.includes('/lead/'));

describe('a binding to Vue', () => {
  it('reads leads once the session is known, and removes them with a sign-out', async () => {
    const { backend, core, status, rows } = mountApp();
    expect(status()).toBe('loading');
    await expect.poll(rows).toHaveLength(3);
    expect(status()).toBe('signed-in');
    expect(leadReads(backend.requests)).toHaveLength(1);

    await core.signOut();
    await expect.poll(status).toBe('signed-out');
    expect(rows()).toEqual([]);
    const cached = core.queryClient.getQueryCache().getAll();
    expect(cached.filter(({ state }) => state.data !== undefined)).toEqual([]);
    expect(leadReads(backend.requests)).toHaveLength(1);
  });

  it('sends nothing without a session', async () => {
    const { backend, status, rows } = mountApp({ session: 'signed-out' });
    await expect.poll(status).toBe('signed-out');
    expect(rows()).toEqual([]);
    expect(backend.requests).toEqual(['GET /api/close/session']);
  });

  it('shows the rows of the next organization after a switch, and no others', async () => {
    const sandbox = createSandbox({ leads: 3 });
    const other = sandbox.organizations[1]?.id ?? '';
    const { core, rows } = mountApp({ sandbox, otherOrganizationIds: [other] });
    await expect.poll(rows).toHaveLength(3);
    const before = rows();
    const switched = core.switchOrganization(other);
    await switched;
    expect(rows().filter((row) => before.includes(row))).toEqual([]);
    expect(core.getQueryOptions().key()[1]).toMatch(new RegExp(`^${other}/`));
  });

  it('shows a write at once', async () => {
    const { core, rows } = mountApp();
    await expect.poll(rows).toHaveLength(3);
    const queries = core.getQueryOptions();
    const [lead] = core.queryClient.getQueryData(queries.leads.list().queryKey)?.data ?? [];
    const rename = optimistic(queries.mutations.leads.update(), (found, { body }) => ({
      ...found,
      display_name: body.name ?? '',
    }));
    const options = closeMutationOptions(core, rename);
    const write = new MutationObserver(core.queryClient, options);
    const written = write.mutate({ id: lead?.id ?? '', body: { name: 'Wayne Enterprises' } });
    await expect.poll(rows).toContain('Wayne Enterprises');
    await written;
  });

  it('fails a write that was removed while the page was offline', async () => {
    const { core, rows } = mountApp();
    await expect.poll(rows).toHaveLength(3);
    const { queryClient } = core;
    queryClient.mount();
    onTestFinished(() => queryClient.unmount());
    window.dispatchEvent(new Event('offline'));
    const options = closeMutationOptions(core, core.getQueryOptions().mutations.leads.update());
    const write = new MutationObserver(queryClient, options).mutate({ id: 'lead_1', body: {} });
    const [mutation] = queryClient.getMutationCache().getAll();
    await expect.poll(() => mutation?.state.isPaused).toBe(true);
    queryClient.getMutationCache().clear();
    window.dispatchEvent(new Event('online'));
    await expect(write).rejects.toMatchObject({ code: 'aborted' });
  });

  it('reads again after a live event', async () => {
    const { backend, core, rows } = mountApp();
    await expect.poll(rows).toHaveLength(3);
    const live = createCloseLive(core, { eventSource: backend.eventSource });
    onTestFinished(live.join());
    await expect.poll(live.getSnapshot).toBe('open');
    const page = core.queryClient.getQueryData(core.getQueryOptions().leads.list().queryKey);
    const id = page?.data[0]?.id ?? '';
    backend.emit({ object_type: 'lead', object_id: id, lead_id: id });
    await expect.poll(() => leadReads(backend.requests)).toHaveLength(2);
  });

  it('refuses wrong options', () => {
    const { backend, core } = mountApp({ session: 'signed-out' });
    const { client } = backend;
    const queryClient = new QueryClient();
    // @ts-expect-error -- no client
    expect(() => createCloseCore({ client: {}, queryClient })).toThrow(
      new TypeError('createCloseCore: `client` must come from createCloseClient().'),
    );
    // @ts-expect-error -- no cache
    expect(() => createCloseCore({ client, queryClient: {} })).toThrow(
      new TypeError('createCloseCore: `queryClient` must be a QueryClient of TanStack Query.'),
    );
    expect(() => createCloseLive(core).join({ readsPerMinute: 0 })).toThrow(
      new TypeError('join: `readsPerMinute` must be a number of at least 1.'),
    );
    const update = core.getQueryOptions().mutations.leads.update();
    // @ts-expect-error -- a word
    expect(() => closeMutationOptions(core, { ...update, affects: 'yes' })).toThrow(
      new TypeError('closeMutationOptions: `affects` must be a boolean.'),
    );
  });
});
