import type {
  Mutation,
  MutationObserver,
  Query,
  QueryCache,
  QueryClient,
  QueryKey,
  QueryObserver,
} from '@tanstack/query-core';
import { scopeOf } from '../auth/state.ts';
import type { AuthStore } from '../auth/store.ts';
import { getOrCreate } from '../base/get-or-create.ts';
import { joinEndings } from '../base/join-endings.ts';
import { noScope } from './scope-gate.ts';

type Pages = ReadonlySet<AuthStore>;

/** The pages that use a cache. */
const pagesOf = new WeakMap<QueryClient, Set<AuthStore>>();

/**
 * Keeps the data of other scopes out of a cache: removes it before a component renders the next scope, and when it is
 * restored later. Until the session is known, restored data stays: it may belong to it, and no query reads it yet.
 *
 * @returns Ends it.
 */
export function guardCache(queryClient: QueryClient, auth: AuthStore): () => void {
  const pages = getOrCreate(pagesOf, queryClient, () => new Set()).add(auth);
  const queries = queryClient.getQueryCache();
  const mutations = queryClient.getMutationCache();
  /** Observers of hidden components that show placeholder data. They return with it. */
  const hidden = new Set<WeakRef<QueryObserver>>();
  const writers = new WeakMap<Mutation, MutationObserver>();

  const removeForeign = (left?: string): void => {
    for (const mutation of mutations.getAll()) {
      if (!isForeign(mutation.options.mutationKey, pages, left)) continue;
      mutations.remove(mutation);
      writers.get(mutation)?.reset();
    }
    for (const reference of hidden) {
      const observer = reference.deref();
      if (observer?.hasListeners() === false) clear(observer);
    }
    hidden.clear();
    for (const query of queries.getAll()) if (isForeign(query.queryKey, pages, left)) drop(query, queries);
    for (const cache of auth.caches)
      if (left !== undefined && left !== scopeOf(auth.getSnapshot()))
        for (const query of cache.findAll({ queryKey: ['close', left] })) drop(query, cache);
  };
  const end = joinEndings(
    auth.guard(removeForeign),
    queries.subscribe((event) => {
      const { type, query } = event;
      const isSet = type === 'added' || type === 'updated';
      if (isSet && isRestored(query) && isForeign(query.queryKey, pages)) empty(query);
      if (type !== 'observerRemoved' || !event.observer.getCurrentResult().isPlaceholderData) return;
      for (const reference of hidden)
        if (reference.deref()?.hasListeners() !== false) hidden.delete(reference);
      hidden.add(new WeakRef(event.observer));
    }),
    mutations.subscribe((event) => {
      const { type, mutation } = event;
      // A new one is not pending yet. The gate refuses it.
      if (type === 'added' && mutation.state.status === 'pending')
        if (isForeign(mutation.options.mutationKey, pages)) mutations.remove(mutation);
      if (type === 'observerAdded') writers.set(mutation, event.observer);
    }),
    () => pages.delete(auth),
  );
  removeForeign();
  return end;
}

/** Whether a key belongs to a scope that no page is in. `left` is the scope that a page has just left. */
function isForeign([root, scope]: QueryKey = [], pages: Pages, left?: string): boolean {
  const states = [...pages].map((page) => page.getSnapshot());
  if (root !== 'close' || states.some((state) => scopeOf(state) === scope)) return false;
  const isKnown = states.every(({ status }) => status !== 'loading' && status !== 'error');
  return isKnown || scope === noScope || (left !== undefined && scope === left);
}

/** The initial data of an observer comes from its component, with each render. */
function isRestored({ state, options }: Query): boolean {
  return state.data !== undefined && (options as { initialData?: unknown }).initialData === undefined;
}

function drop(query: Query, cache: QueryCache): void {
  empty(query);
  // An observer moves to another query with the next render, and would start a timer of a removed one.
  if (query.observers.length === 0) cache.remove(query);
}

/**
 * Removes the data from a query, and from its observers: those remember the last result, the last query with data,
 * and the last result of `select`, and would show them as placeholder or beside an error.
 */
function empty(query: Query): void {
  void query.cancel({ silent: true });
  // Not `reset`, which restores the initial data.
  query.setState({ data: undefined, dataUpdatedAt: 0, error: null, status: 'pending', fetchStatus: 'idle' });
  query.observers.forEach(clear);
}

function clear(observer: QueryObserver): void {
  const { initialData: _initial, placeholderData: _placeholder, select: _select, ...rest } = observer.options;
  const options = { ...rest, enabled: false, structuralSharing: false };
  observer.setOptions({ ...options, placeholderData: () => null, select: () => undefined });
  observer.setOptions(options);
}
