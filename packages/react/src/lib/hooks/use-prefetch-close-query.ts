'use client';

import { useQueryClient } from '@tanstack/react-query';
import type { QueryClient, SkipToken } from '@tanstack/react-query';
import { useCloseContext } from '../queries/close-context.ts';
import type { CloseInfiniteQueryOptions, CloseQueryOptions } from '../queries/close-query-options.ts';
import { optionsOf } from '../queries/create-close-query-options.ts';
import type { CloseQueryTree } from '../queries/create-close-query-options.ts';

/**
 * Starts to read an operation while the component renders, so that a suspending component below it need not be
 * rendered first. A query that the cache already knows, loaded, in flight or failed, is not sent. While the session is
 * being read it waits; while no organization is connected it sends nothing.
 *
 * @param build - Selects the operation and its input, a paged list from `infinite`; returns `undefined` or `skipToken`
 * to send nothing.
 * @throws Error outside of a CloseProvider.
 * @example
 * ```tsx
 * usePrefetchCloseQuery((q) => q.leads.get(id));
 * usePrefetchCloseQuery((q) => q.infinite.tasks.list({ lead_id: id }));
 * return <Suspense fallback={<p>One moment…</p>}><LeadPage id={id} /></Suspense>;
 * ```
 */
export function usePrefetchCloseQuery<TData, TPageParam = never>(
  build: (
    queries: CloseQueryTree,
  ) => CloseQueryOptions<TData> | CloseInfiniteQueryOptions<TData, TPageParam> | SkipToken | undefined,
): void {
  const queryClient = useQueryClient();
  const { root, isConnected } = useCloseContext();
  const read = isConnected ? build(optionsOf(root)) : undefined;
  if (typeof read !== 'object' || queryClient.getQueryState(read.queryKey)) return;
  void prefetch(queryClient, read);
}

/** Never rejects: the component that shows the data gets the error. */
function prefetch<TData, TPageParam>(
  queryClient: QueryClient,
  read: CloseQueryOptions<TData> | CloseInfiniteQueryOptions<TData, TPageParam>,
): Promise<void> {
  return 'initialPageParam' in read
    ? queryClient.prefetchInfiniteQuery(read)
    : queryClient.prefetchQuery(read);
}
