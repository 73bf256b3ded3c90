import { apiKey, createCloseClient } from '@closekit/client';
import type { CloseApiError } from '@closekit/client';
import {
  CancelledError,
  dehydrate,
  hydrate,
  InfiniteQueryObserver,
  keepPreviousData,
  MutationObserver,
  QueriesObserver,
  QueryClient,
  QueryObserver,
} from '@tanstack/react-query';
import type { QueryObserverOptions } from '@tanstack/react-query';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { connection, settle, setUpStore, signedIn, signedOut } from '../../../test/store-over-backend.ts';
import type { CloseSession } from '../auth/close-session.ts';
import { scopeOf } from '../auth/state.ts';
import { optionsOf } from './create-close-query-options.ts';
import { createOptionRoot } from './option-root.ts';
import { guardCache } from './guard-cache.ts';
import { createScopeGate } from './scope-gate.ts';

const other = { ...signedIn, organization: { id: 'orga_2', name: 'Difference Engines' } };
const grace = { ...signedIn, user: { id: 'user_2', name: 'Grace Hopper' } };

/** A page over an API that answers each request with the number of the request. */
function setUp(initialSession: CloseSession | null = signedIn) {
  const { store, answer, page, backend } = setUpStore(initialSession ? { initialSession } : {});
  let requests = 0;
  const api = {
    respond: (): Response | Promise<Response> =>
      Response.json({ data: [{ id: `lead_${requests}` }], has_more: true }),
  };
  const fetch: typeof globalThis.fetch = async () => {
    requests += 1;
    return api.respond();
  };
  const client = createCloseClient({ auth: apiKey('api_1'), fetch, retry: false });
  const queryClient = new QueryClient();
  onTestFinished(() => queryClient.clear());
  onTestFinished(guardCache(queryClient, store));
  const tree = () => {
    const scope = scopeOf(store.getSnapshot());
    return optionsOf(
      createOptionRoot(
        client,
        scope,
        createScopeGate(scope, () => store),
      ),
    );
  };
  const become = async (session: typeof signedIn | typeof signedOut): Promise<void> => {
    answer(session);
    await store.reload();
  };
  return { store, page, backend, api, client, queryClient, tree, become, count: () => requests };
}

const scopesIn = (queryClient: QueryClient) =>
  new Set(
    queryClient
      .getQueryCache()
      .getAll()
      .map(({ queryKey }) => queryKey[1]),
  );

describe('guardCache', () => {
  it.each([
    ['keepPreviousData', keepPreviousData],
    ['a function', (previous: unknown) => previous],
    [
      'a function of the previous query',
      (_: unknown, query?: { state: { data: unknown } }) => query?.state.data,
    ],
  ])('gives %s no data of another scope', async (_name, placeholderData) => {
    const { queryClient, tree, become } = setUp();
    const observer = new QueryObserver<unknown, CloseApiError>(queryClient, {
      ...tree().leads.list(),
      placeholderData,
    });
    onTestFinished(observer.subscribe(() => {}));
    await expect.poll(() => observer.getCurrentResult().isSuccess).toBe(true);
    await become(other);
    expect(observer.getCurrentResult()).toMatchObject({ status: 'pending', data: undefined });
    observer.setOptions({ ...tree().leads.list(), placeholderData });
    expect(observer.getCurrentResult()).toMatchObject({ status: 'pending', data: undefined });
    await expect.poll(() => observer.getCurrentResult().data).toMatchObject({ data: [{ id: 'lead_2' }] });
  });

  it('drops data that is itself shown as placeholder data when the page leaves', async () => {
    const { api, queryClient, tree, become } = setUp();
    const options = { placeholderData: keepPreviousData, select: (page: unknown) => page };
    const observer = new QueryObserver<unknown, CloseApiError>(queryClient, {
      ...tree().leads.list(),
      ...options,
    });
    onTestFinished(observer.subscribe(() => {}));
    await expect.poll(() => observer.getCurrentResult().isSuccess).toBe(true);
    api.respond = () => new Promise(() => {});
    observer.setOptions({ ...tree().leads.list({ _skip: 1 }), ...options });
    expect(observer.getCurrentResult()).toMatchObject({ isPlaceholderData: true, status: 'success' });
    await become(other);
    observer.setOptions({ ...tree().leads.list(), ...options });
    expect(observer.getCurrentResult()).toMatchObject({ status: 'pending', data: undefined });
  });

  it('drops the last result of `select`, which an error of `select` would show', async () => {
    const { queryClient, tree, become } = setUp();
    const isBroken = { now: false };
    const select = ({ data }: { data: readonly { id?: string }[] }) => {
      if (isBroken.now) throw new Error('unexpected row');
      return data[0]?.id;
    };
    const observer = new QueryObserver(queryClient, { ...tree().leads.list(), select });
    onTestFinished(observer.subscribe(() => {}));
    await expect.poll(() => observer.getCurrentResult().data).toBe('lead_1');
    await become(other);
    isBroken.now = true;
    observer.setOptions({ ...tree().leads.list(), select });
    await expect.poll(() => observer.getCurrentResult().isError).toBe(true);
    expect(observer.getCurrentResult().data).toBeUndefined();
  });

  it('gives the placeholder of pages no data of another scope', async () => {
    const { queryClient, tree, become } = setUp();
    const options = { placeholderData: keepPreviousData };
    const observer = new InfiniteQueryObserver(queryClient, { ...tree().infinite.leads.list(), ...options });
    onTestFinished(observer.subscribe(() => {}));
    await expect.poll(() => observer.getCurrentResult().isSuccess).toBe(true);
    await observer.fetchNextPage();
    await become(other);
    observer.setOptions({ ...tree().infinite.leads.list(), ...options });
    expect(observer.getCurrentResult()).toMatchObject({
      status: 'pending',
      data: undefined,
      hasNextPage: false,
    });
  });

  it('gives `combine` no data of another scope', async () => {
    const { queryClient, tree, become } = setUp();
    const options = { combine: (results: { data?: unknown }[]) => results.map(({ data }) => data) };
    const queries = (): QueryObserverOptions[] => {
      const read: unknown = { ...tree().leads.list(), placeholderData: keepPreviousData };
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the observer takes the options of any query
      return [read as QueryObserverOptions];
    };
    const observer = new QueriesObserver<unknown[]>(queryClient, queries(), options);
    const combined = () => observer.getOptimisticResult(queries(), options.combine)[1]();
    onTestFinished(observer.subscribe(() => {}));
    await expect.poll(combined).toMatchObject([{ data: [{ id: 'lead_1' }] }]);
    await become(other);
    expect(combined()).toEqual([undefined]);
    observer.setQueries(queries(), options);
    expect(combined()).toEqual([undefined]);
  });

  it('leaves nothing of a scope in the cache, for another organization, another user and after a sign-out', async () => {
    const { queryClient, tree, become } = setUp();
    for (const next of [other, grace, signedOut]) {
      await queryClient.prefetchQuery(tree().leads.list());
      await queryClient.prefetchInfiniteQuery(tree().infinite.leads.list());
      expect(queryClient.getQueriesData({ queryKey: ['close'] })).toHaveLength(2);
      await become(next);
      expect(queryClient.getQueriesData({ queryKey: ['close'] })).toEqual([]);
    }
  });

  it('keeps the data while the connection is lost, and during a token refresh', async () => {
    const { store, backend, queryClient, tree } = setUp();
    await queryClient.prefetchQuery(tree().leads.list());
    backend.answer = () => Response.json({ ...connection, status: 'needs-reauth' });
    await store.reload();
    expect(store.getSnapshot().status).toBe('needs-reauth');
    expect(queryClient.getQueryData(tree().leads.list().queryKey)).toMatchObject({
      data: [{ id: 'lead_1' }],
    });
  });

  it('drops a response that arrives after the page has left', async () => {
    const { api, queryClient, tree, become } = setUp();
    const late: ((response: Response) => void)[] = [];
    api.respond = () => new Promise((resolve) => void late.push(resolve));
    const failure = queryClient.fetchQuery(tree().leads.list()).catch((error: unknown) => error);
    await settle();
    await become(other);
    late[0]?.(Response.json({ data: [{ id: 'lead_late' }] }));
    expect(await failure).toBeInstanceOf(CancelledError);
    await settle();
    expect(queryClient.getQueryCache().getAll()).toEqual([]);
  });

  it('drops what is restored for another user, before and after the session is known', async () => {
    const { queryClient: before, tree: ofAda } = setUp();
    await before.prefetchQuery(ofAda().leads.list());
    const saved = dehydrate(before);
    const { queryClient, tree, become } = setUp(null);
    hydrate(queryClient, saved);
    await become(grace);
    expect(scopesIn(queryClient)).toEqual(new Set());
    hydrate(queryClient, saved);
    expect(queryClient.getQueriesData({}).map(([, data]) => data)).toEqual([undefined]);
    expect(queryClient.getQueryData(tree().leads.list().queryKey)).toBeUndefined();
  });

  it('uses what is restored for this user, without a request', async () => {
    const { queryClient: before, tree: ofAda } = setUp();
    await before.prefetchQuery(ofAda().leads.list());
    const { store, queryClient, tree, become, count } = setUp(null);
    hydrate(queryClient, dehydrate(before));
    expect(queryClient.getQueryData(tree().leads.list().queryKey)).toBeUndefined();
    await become(signedIn);
    expect(store.getSnapshot().status).toBe('signed-in');
    const options = { ...tree().leads.list(), staleTime: Infinity };
    expect(await queryClient.fetchQuery(options)).toMatchObject({ data: [{ id: 'lead_1' }] });
    expect(count()).toBe(0);
  });

  it('keeps no data under keys without a scope', async () => {
    const { queryClient, tree } = setUp(signedOut);
    const { queryKey } = tree().leads.list();
    hydrate(queryClient, {
      queries: [{ queryKey, queryHash: JSON.stringify(queryKey), dehydratedAt: 0, state: restored }],
    });
    expect(queryClient.getQueryData(queryKey)).toBeUndefined();
  });

  it('drops the data of the page when its next session cannot be read', async () => {
    const { page, backend, store, queryClient, tree } = setUp();
    onTestFinished(store.start());
    await queryClient.prefetchQuery(tree().leads.list());
    backend.answer = () => Promise.reject(new TypeError('network down'));
    page.hear('signed-in orga_2/user_1');
    await expect.poll(() => store.getSnapshot().status).toBe('error');
    expect(queryClient.getQueryCache().getAll()).toEqual([]);
  });

  it('removes the writes of the scope, so that a paused one is never sent', async () => {
    const { api, queryClient, tree, become } = setUp();
    api.respond = () => new Promise(() => {});
    const rename = new MutationObserver(queryClient, tree().mutations.leads.update());
    const failure = rename.mutate({ id: 'lead_1', body: { name: 'Wayne' } }).catch((error: unknown) => error);
    await become(other);
    expect(await failure).toMatchObject({ code: 'aborted' });
    expect(queryClient.getMutationCache().getAll()).toEqual([]);
  });

  it('drops a paused write of another organization that is restored', () => {
    const { queryClient } = setUp(other);
    hydrate(queryClient, {
      mutations: [{ ...pausedWrite, mutationKey: ['close', 'orga_1/user_1', 'leads', 'update'] }],
    });
    expect(queryClient.getMutationCache().getAll()).toEqual([]);
  });

  it('drops a paused write of another user that is restored', async () => {
    const { queryClient, tree } = setUp(grace);
    const paused = { ...pausedWrite, mutationKey: ['close', 'orga_1/user_1', 'leads', 'update'] };
    hydrate(queryClient, { mutations: [paused] });
    expect(queryClient.getMutationCache().getAll()).toEqual([]);
    hydrate(queryClient, {
      mutations: [{ ...paused, mutationKey: tree().mutations.leads.update().mutationKey }],
    });
    expect(queryClient.getMutationCache().getAll()).toHaveLength(1);
  });

  it('keeps the data of another page that shares the cache', async () => {
    const one = setUp();
    const two = setUpStore({ initialSession: grace });
    onTestFinished(guardCache(one.queryClient, two.store));
    one.queryClient.setQueryData(['close', 'orga_1/user_1', 'leads'], 'of Ada');
    one.queryClient.setQueryData(['close', 'orga_1/user_2', 'leads'], 'of Grace');
    await one.become(signedOut);
    expect(one.queryClient.getQueriesData({}).map(([, data]) => data)).toEqual(['of Grace']);
  });

  it('forgets observers with placeholder data that are shown again, or gone', async () => {
    let asked = 0;
    const gone = new Set<WeakKey>();
    class CountedWeakRef<T extends WeakKey> {
      readonly #target: T;
      constructor(target: T) {
        this.#target = target;
      }
      deref(): T | undefined {
        asked += 1;
        return gone.has(this.#target) ? undefined : this.#target;
      }
    }
    vi.stubGlobal('WeakRef', CountedWeakRef);
    onTestFinished(() => void vi.unstubAllGlobals());
    const { api, queryClient, tree, become } = setUp();
    api.respond = () => new Promise(() => {});
    const options = { ...tree().leads.list(), placeholderData: () => ({ data: [] }) };
    for (let count = 0; count < 20; count += 1) {
      const observer = new QueryObserver<unknown, CloseApiError>(queryClient, options);
      observer.subscribe(() => {})();
      const end = observer.subscribe(() => {});
      if (count < 10) onTestFinished(end);
      else end();
      if (count >= 10) gone.add(observer);
    }
    asked = 0;
    await become(other);
    // The last one was hidden twice.
    expect(asked).toBeLessThanOrEqual(2);
  });

  it('leaves the other queries of the app alone, and ends with its page', async () => {
    const { store, answer } = setUpStore({ initialSession: signedIn });
    const queryClient = new QueryClient();
    onTestFinished(() => queryClient.clear());
    const end = guardCache(queryClient, store);
    queryClient.setQueryData(['news'], 'of the app');
    queryClient.setQueryData(['close', 'orga_1/user_1'], 'rows');
    end();
    answer(signedOut);
    await store.reload();
    expect(queryClient.getQueriesData({}).map(([, data]) => data)).toEqual(['of the app', 'rows']);
  });
});

const pausedWrite = {
  state: {
    context: undefined,
    data: undefined,
    error: null,
    failureCount: 0,
    failureReason: null,
    isPaused: true,
    status: 'pending' as const,
    submittedAt: 1,
    variables: { id: 'lead_1', body: {} },
  },
};

const restored = {
  data: 'rows of an unknown user',
  dataUpdateCount: 1,
  dataUpdatedAt: 1,
  error: null,
  errorUpdateCount: 0,
  errorUpdatedAt: 0,
  fetchFailureCount: 0,
  fetchFailureReason: null,
  fetchMeta: null,
  isInvalidated: false,
  status: 'success' as const,
  fetchStatus: 'idle' as const,
};
