'use client';

import type { CloseApiError } from '@closekit/client';
import { useSuspenseInfiniteQuery } from '@tanstack/react-query';
import type { InfiniteData, QueryKey, UseSuspenseInfiniteQueryResult } from '@tanstack/react-query';
import type { CloseInfiniteQueries } from '../../generated/queries.ts';
import type { CloseInfiniteQueryOptions } from '../queries/close-query-options.ts';
import type { CloseReadOptions } from '../queries/close-read-options.ts';
import { useConnectedQueries } from './use-connected-queries.ts';

/** TanStack Query's own options, without those that the builder gives. */
export interface UseCloseSuspenseInfiniteQueryOptions<TPage, TPageParam, TSelected> extends CloseReadOptions<
  TPage,
  InfiniteData<TPage, TPageParam>,
  TSelected
> {}

/**
 * Reads a list from Close page by page, and suspends until the first page is there: `data` is never `undefined`. It also
 * suspends while nobody is connected. Put the Suspense boundary inside of CloseProvider, not around it.
 *
 * @param build - Picks the list and gives its input.
 * @param options - TanStack Query's options, `select` among them.
 * @returns What `useSuspenseInfiniteQuery` returns.
 * @throws CloseApiError to the nearest error boundary, when there is no page to show.
 * @throws CloseAuthError `session_unavailable` to the same, when nobody could say who is connected.
 * @throws TypeError outside of a CloseProvider, and on a server whose provider has no connected `initialSession`.
 * @example
 * const { data, fetchNextPage } = useCloseSuspenseInfiniteQuery((q) => q.leads.list({ _limit: 50 }));
 */
export function useCloseSuspenseInfiniteQuery<TPage, TPageParam, TSelected = InfiniteData<TPage, TPageParam>>(
  build: (queries: CloseInfiniteQueries) => CloseInfiniteQueryOptions<TPage, TPageParam>,
  options: UseCloseSuspenseInfiniteQueryOptions<TPage, TPageParam, TSelected> = {},
): UseSuspenseInfiniteQueryResult<TSelected, CloseApiError> {
  const queries = useConnectedQueries();
  return useSuspenseInfiniteQuery<TPage, CloseApiError, TSelected, QueryKey, TPageParam>({
    ...build(queries.infinite),
    ...options,
  });
}
