import { bearer, createCloseClient } from '@closekit/client';
import { dehydrate, hydrate, MutationObserver, onlineManager, QueryClient } from '@tanstack/react-query';
import type { DehydratedState } from '@tanstack/react-query';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createCloseQueryOptions } from '../queries/create-close-query-options.ts';
import { connectOptions } from '../queries/connected-options.ts';
import { registerCloseMutations } from './restored-writes.ts';

const names = ['a', 'b', 'c'];

/** A server that stores one lead, across the pages of the test. */
async function setUp() {
  const sent: string[] = [];
  const failures: number[] = [];
  const close = createCloseClient({
    auth: bearer('token'),
    retry: false,
    fetch: async (_url, init) => {
      const name = /"name":"(\w)"/.exec(typeof init?.body === 'string' ? init.body : '')?.[1] ?? '';
      sent.push(name);
      const status = failures.shift() ?? 200;
      return Response.json(status === 200 ? { id: 'lead_1', name } : {}, {
        status,
        headers: { 'retry-after': '0' },
      });
    },
  });
  const queriesOf = (scope: string) =>
    createCloseQueryOptions(close, { session: { organization: { id: scope }, user: { id: 'user_1' } } });
  const queries = queriesOf('orga_1');
  return { sent, failures, queries, queriesOf, stored: await leaveOffline(queries) };
}

/** Renames a lead three times while offline, and returns the cache as a persister stores it. */
async function leaveOffline(queries: ReturnType<typeof createCloseQueryOptions>): Promise<string> {
  const queryClient = new QueryClient();
  onlineManager.setOnline(false);
  for (const name of names)
    void new MutationObserver(queryClient, queries.mutations.leads.update()).mutate({
      id: 'lead_1',
      body: { name },
    });
  await settle();
  const stored = JSON.stringify(dehydrate(queryClient));
  onlineManager.setOnline(true);
  return stored;
}

function restore(queryClient: QueryClient, stored: string): void {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by dehydrate
  hydrate(queryClient, JSON.parse(stored) as DehydratedState);
}

const namesIn = (queryClient: QueryClient): unknown[] =>
  dehydrate(queryClient)
    .mutations.map(({ state }) => state.variables)
    .map((variables) => JSON.stringify(variables).replace(/.*"name":"(\w)".*/, '$1'));

/** Lets everything run that needs no response of the test. */
const settle = () => new Promise((resolve) => setTimeout(resolve));

afterEach(() => onlineManager.setOnline(true));

describe('registerCloseMutations', () => {
  it('sends restored writes in their order', async () => {
    const { sent, queries, stored } = await setUp();
    const queryClient = new QueryClient();
    registerCloseMutations(queryClient, queries);
    restore(queryClient, stored);
    await queryClient.resumePausedMutations();
    expect(sent).toEqual(names);
    expect(queryClient.isMutating()).toBe(0);
  });

  it('sends them by itself', async () => {
    const { sent, queries, stored } = await setUp();
    const queryClient = new QueryClient();
    registerCloseMutations(queryClient, queries);
    restore(queryClient, stored);
    await vi.waitFor(() => expect(sent).toEqual(names));
  });

  it('sends those that were restored before, once they are registered', async () => {
    const { sent, queries, stored } = await setUp();
    const queryClient = new QueryClient();
    restore(queryClient, stored);
    registerCloseMutations(queryClient, queries);
    await vi.waitFor(() => expect(sent).toEqual(names));
  });

  it('holds and stores them until their organization is connected', async () => {
    const { sent, queries, stored } = await setUp();
    const queryClient = new QueryClient();
    registerCloseMutations(queryClient);
    restore(queryClient, stored);
    const resumed = queryClient.resumePausedMutations();
    await settle();
    expect([sent, namesIn(queryClient)]).toEqual([[], names]);
    registerCloseMutations(queryClient, queries);
    await resumed;
    expect([sent, namesIn(queryClient)]).toEqual([names, []]);
  });

  it('survives a second reload while they are held', async () => {
    const { sent, queries, stored } = await setUp();
    const first = new QueryClient();
    registerCloseMutations(first);
    restore(first, stored);
    void first.resumePausedMutations();
    await settle();
    const second = new QueryClient();
    registerCloseMutations(second, queries);
    restore(second, JSON.stringify(dehydrate(first)));
    await vi.waitFor(() => expect(sent).toEqual(names));
  });

  it('sends nothing in another scope, and everything back in their own', async () => {
    const { sent, queries, queriesOf, stored } = await setUp();
    const queryClient = new QueryClient();
    registerCloseMutations(queryClient, queriesOf('orga_2'));
    restore(queryClient, stored);
    void queryClient.resumePausedMutations();
    await settle();
    expect([sent, namesIn(queryClient)]).toEqual([[], names]);
    registerCloseMutations(queryClient, queries);
    await vi.waitFor(() => expect(sent).toEqual(names));
  });

  it('sends nothing after a disconnect', async () => {
    const { sent, queries, stored } = await setUp();
    const queryClient = new QueryClient();
    registerCloseMutations(queryClient);
    connectOptions(queryClient, queries)();
    restore(queryClient, stored);
    void queryClient.resumePausedMutations();
    await settle();
    expect(sent).toEqual([]);
  });

  it('sends them while one of two pages of a cache is connected for them', async () => {
    const { sent, queries, queriesOf, stored } = await setUp();
    const queryClient = new QueryClient();
    registerCloseMutations(queryClient);
    connectOptions(queryClient, queries);
    const leave = connectOptions(queryClient, queriesOf('orga_2'));
    restore(queryClient, stored);
    await vi.waitFor(() => expect(sent).toEqual(names));
    leave();
    restore(queryClient, await leaveOffline(queries));
    await vi.waitFor(() => expect(sent).toEqual([...names, ...names]));
  });

  it('never sends those that are removed', async () => {
    const { sent, queries, stored } = await setUp();
    const queryClient = new QueryClient();
    registerCloseMutations(queryClient);
    restore(queryClient, stored);
    const resumed = queryClient.resumePausedMutations();
    queryClient.getMutationCache().clear();
    await resumed;
    registerCloseMutations(queryClient, queries);
    await settle();
    expect([sent, namesIn(queryClient)]).toEqual([[], []]);
  });

  it('sends the writes of the page after the restored ones', async () => {
    const { sent, queries, stored } = await setUp();
    const queryClient = new QueryClient();
    registerCloseMutations(queryClient, queries);
    restore(queryClient, stored);
    const rename = new MutationObserver(queryClient, queries.mutations.leads.update());
    await rename.mutate({ id: 'lead_1', body: { name: 'd' } });
    expect(sent).toEqual([...names, 'd']);
  });

  it('sends a rate-limited write again, before the next', async () => {
    const { sent, failures, queries, stored } = await setUp();
    failures.push(429);
    const queryClient = new QueryClient({ defaultOptions: { mutations: { retry: 5 } } });
    registerCloseMutations(queryClient, queries);
    restore(queryClient, stored);
    await queryClient.resumePausedMutations();
    expect(sent).toEqual(['a', ...names]);
  });

  it('does not repeat a refused write, and marks what may show it as stale', async () => {
    const { sent, failures, queries, stored } = await setUp();
    failures.push(400, 400, 400);
    const queryClient = new QueryClient({ defaultOptions: { mutations: { retry: 5 } } });
    const { queryKey } = queries.leads.list();
    queryClient.setQueryData([...queryKey], { data: [{ id: 'lead_1', name: 'c' }] });
    registerCloseMutations(queryClient, queries);
    restore(queryClient, stored);
    await queryClient.resumePausedMutations();
    expect(sent).toEqual(names);
    expect(queryClient.getQueryState(queryKey)?.isInvalidated).toBe(true);
  });

  it('updates the cache', async () => {
    const { queries, stored } = await setUp();
    const queryClient = new QueryClient();
    const [one, list] = [queries.leads.get('lead_1').queryKey, queries.leads.list().queryKey];
    for (const key of [one, list]) queryClient.setQueryData([...key], { id: 'lead_1', name: 'old' });
    registerCloseMutations(queryClient, queries);
    restore(queryClient, stored);
    await queryClient.resumePausedMutations();
    expect(queryClient.getQueryData(one)).toEqual({ id: 'lead_1', name: 'c' });
    expect(queryClient.getQueryState(list)?.isInvalidated).toBe(true);
  });

  it('leaves the functions and the settings of the app alone', async () => {
    const { sent, queries, stored } = await setUp();
    const queryClient = new QueryClient({
      defaultOptions: { dehydrate: { shouldDehydrateMutation: () => false } },
    });
    const own = vi.fn<() => Promise<string>>(async () => 'own');
    queryClient.setMutationDefaults(['close'], { mutationFn: own });
    registerCloseMutations(queryClient, queries);
    restore(queryClient, stored);
    expect(namesIn(queryClient)).toEqual([]);
    await queryClient.resumePausedMutations();
    expect([own.mock.calls.length, sent]).toEqual([3, []]);
  });

  it('does not adopt mutations of the app', async () => {
    const { queries, stored } = await setUp();
    const queryClient = new QueryClient();
    registerCloseMutations(queryClient, queries);
    restore(queryClient, stored.replaceAll('"close"', '"mine"'));
    const [mutation] = queryClient.getMutationCache().getAll();
    expect(mutation?.options.mutationFn).toBeUndefined();
  });

  it('fails a write whose operation this version does not have', async () => {
    const { sent, queries, stored } = await setUp();
    const queryClient = new QueryClient();
    registerCloseMutations(queryClient, queries);
    restore(queryClient, stored.replaceAll('"update"', '"rename"'));
    await queryClient.resumePausedMutations();
    const errors = queryClient
      .getMutationCache()
      .getAll()
      .map(({ state }) => state.error);
    expect(errors).toEqual(names.map(() => expect.objectContaining({ code: 'aborted' })));
    expect(sent).toEqual([]);
  });
});
