'use client';

import type { CloseApiError } from '@closekit/client';
import {
  useInfiniteQuery,
  type InfiniteData,
  type QueryKey,
  type UseInfiniteQueryOptions,
  type UseInfiniteQueryResult,
} from '@tanstack/react-query';
import type { CloseInfiniteQueries } from '../generated/queries.ts';
import { useCloseContext } from './close-context.ts';
import type { CloseInfiniteQueryOptions } from './close-query-options.ts';

/** TanStack Query's own options, without those that the builder gives. */
export interface UseCloseInfiniteQueryOptions<TPage, TPageParam, TSelected> extends Omit<
  UseInfiniteQueryOptions<TPage, CloseApiError, TSelected, QueryKey, TPageParam>,
  'queryKey' | 'queryFn' | 'initialPageParam' | 'getNextPageParam'
> {}

/**
 * Reads a list from Close page by page: `useInfiniteQuery` with key, function, page parameters and types filled in.
 * It waits until it is known who is connected, and sends nothing while nobody is.
 *
 * @param build Picks the list and gives its input.
 * @param options TanStack Query's options, `select` among them.
 * @returns What `useInfiniteQuery` returns; `error` is a CloseApiError.
 * @throws TypeError outside of a CloseProvider.
 * @example
 * const leads = useCloseInfiniteQuery((q) => q.leads.list({ query: 'status:"Potential"' }), {
 *   select: ({ pages }) => pages.flatMap((page) => page.data),
 * });
 */
export function useCloseInfiniteQuery<TPage, TPageParam, TSelected = InfiniteData<TPage, TPageParam>>(
  build: (queries: CloseInfiniteQueries) => CloseInfiniteQueryOptions<TPage, TPageParam>,
  options: UseCloseInfiniteQueryOptions<TPage, TPageParam, TSelected> = {},
): UseInfiniteQueryResult<TSelected, CloseApiError> {
  const { queries, isConnected } = useCloseContext();
  const enabled = isConnected && (options.enabled ?? true);
  return useInfiniteQuery<TPage, CloseApiError, TSelected, QueryKey, TPageParam>({
    ...build(queries.infinite),
    ...options,
    enabled,
  });
}
