import type { Query, QueryClient, QueryState } from '@tanstack/react-query';
import { scopeOf } from '../auth/state.ts';
import type { AuthStore } from '../auth/store.ts';
import { noScope } from './scope-gate.ts';

/** The pages that share a cache, and the scopes that they have left. */
interface SharedCache {
  readonly pages: Set<AuthStore>;
  readonly left: Set<string>;
}

const caches = new WeakMap<QueryClient, SharedCache>();

/**
 * Keeps the data of other scopes out of a cache: removes it before a component renders the next scope, and when it is
 * restored later. Until the session is known, restored data stays: it may belong to it, and no query reads it yet.
 *
 * @returns Ends it.
 */
export function guardCache(queryClient: QueryClient, auth: AuthStore): () => void {
  const shared = caches.get(queryClient) ?? { pages: new Set(), left: new Set() };
  caches.set(queryClient, shared);
  shared.pages.add(auth);
  let before = auth.getSnapshot();
  const follow = (): void => {
    const [left, scope] = [scopeOf(before), scopeOf(auth.getSnapshot())];
    const isSame = left === scope && before.status === auth.getSnapshot().status;
    before = auth.getSnapshot();
    if (isSame) return;
    if (left !== undefined) shared.left.add(left);
    if (scope !== undefined) shared.left.delete(scope);
    removeForeign(queryClient, shared);
  };
  const leaveAuth = auth.guard(follow);
  const leaveQueries = queryClient.getQueryCache().subscribe(({ type, query }) => {
    const hasChanged = type === 'added' || type === 'updated';
    if (
      hasChanged &&
      query.state.data !== undefined &&
      isRestored(query) &&
      isForeign(query.queryKey, shared)
    )
      empty(query);
  });
  const mutations = queryClient.getMutationCache();
  const leaveMutations = mutations.subscribe(({ type, mutation }) => {
    if (type === 'added' && isForeign(mutation.options.mutationKey, shared)) mutations.remove(mutation);
  });
  removeForeign(queryClient, shared);
  return () => {
    for (const leave of [leaveAuth, leaveQueries, leaveMutations]) leave();
    shared.pages.delete(auth);
  };
}

/** Whether a key belongs to a scope that no page is in. */
function isForeign(key: readonly unknown[] | undefined, { pages, left }: SharedCache): boolean {
  const [root, scope] = key ?? [];
  if (root !== 'close' || typeof scope !== 'string') return false;
  const states = [...pages].map((page) => page.getSnapshot());
  if (states.some((state) => scopeOf(state) === scope)) return false;
  const isKnown = states.every(({ status }) => status !== 'loading' && status !== 'error');
  return isKnown || scope === noScope || left.has(scope);
}

/** The initial data of an observer comes from its component, with each render. */
function isRestored({ options }: Query): boolean {
  return !('initialData' in options) || options.initialData === undefined;
}

function removeForeign(queryClient: QueryClient, shared: SharedCache): void {
  const mutations = queryClient.getMutationCache();
  for (const mutation of mutations.findAll({ mutationKey: ['close'] }))
    if (isForeign(mutation.options.mutationKey, shared)) mutations.remove(mutation);
  const queries = queryClient.getQueryCache();
  for (const query of queries.findAll({ queryKey: ['close'] })) {
    if (!isForeign(query.queryKey, shared)) continue;
    empty(query);
    queries.remove(query);
  }
}

const emptyState: QueryState = {
  data: undefined,
  dataUpdateCount: 0,
  dataUpdatedAt: 0,
  error: null,
  errorUpdateCount: 0,
  errorUpdatedAt: 0,
  fetchFailureCount: 0,
  fetchFailureReason: null,
  fetchMeta: null,
  isInvalidated: false,
  status: 'pending',
  fetchStatus: 'idle',
};

/**
 * Removes the data from a query, and from its observers: those remember the last result, the last query with data,
 * and the last result of `select`, and would show them as placeholder or beside an error.
 */
function empty(query: Query): void {
  void query.cancel({ silent: true });
  // Not `reset`, which restores the initial data.
  query.setState(emptyState);
  for (const observer of query.observers) {
    const {
      initialData: _initial,
      placeholderData: _placeholder,
      select: _select,
      ...options
    } = observer.options;
    const blank = { ...options, enabled: false, structuralSharing: false };
    observer.setOptions({ ...blank, placeholderData: () => null, select: () => undefined });
    observer.setOptions(blank);
  }
}
