'use client';

import type { CloseApiError } from '@closekit/client';
import { useSuspenseInfiniteQuery } from '@tanstack/react-query';
import type { InfiniteData, QueryKey, UseSuspenseInfiniteQueryResult } from '@tanstack/react-query';
import type { CloseInfiniteQueries } from '../../generated/queries.ts';
import type { CloseInfiniteQueryOptions } from '../queries/close-query-options.ts';
import type { CloseReadOptions } from '../queries/close-read-options.ts';
import { pagedListsOf } from '../queries/option-tree.ts';
import { useConnectedRoot } from './use-connected-root.ts';

/** The options of TanStack Query, without those of the builder. */
export interface UseCloseSuspenseInfiniteQueryOptions<TPage, TPageParam, TSelected> extends CloseReadOptions<
  TPage,
  InfiniteData<TPage, TPageParam>,
  TSelected
> {}

/**
 * Reads a list from Close page by page and suspends until the first page is loaded: `data` is never
 * `undefined`. It also suspends while no organization is connected, and sends nothing then. Put the Suspense
 * boundary inside CloseProvider, not around it.
 *
 * @param build - Selects the list and its input.
 * @param options - The options of TanStack Query, including `select`.
 * @returns The result of `useSuspenseInfiniteQuery`.
 * @throws CloseApiError `unauthorized`, `not_found`, `network` or another of its codes,
 * to the nearest error boundary, if there is no page to show.
 * @throws CloseAuthError `session_unavailable` to the nearest error boundary, if the session cannot be read.
 * @throws Error outside of a CloseProvider.
 * @throws TypeError on a server without a connected `initialSession`.
 * @example
 * ```ts
 * const { data, fetchNextPage } = useCloseSuspenseInfiniteQuery((q) => q.leads.list({ _limit: 50 }));
 * ```
 */
export function useCloseSuspenseInfiniteQuery<TPage, TPageParam, TSelected = InfiniteData<TPage, TPageParam>>(
  build: (queries: CloseInfiniteQueries) => CloseInfiniteQueryOptions<TPage, TPageParam>,
  options: UseCloseSuspenseInfiniteQueryOptions<TPage, TPageParam, TSelected> = {},
): UseSuspenseInfiniteQueryResult<TSelected, CloseApiError> {
  const queries = pagedListsOf(useConnectedRoot());
  return useSuspenseInfiniteQuery<TPage, CloseApiError, TSelected, QueryKey, TPageParam>({
    ...build(queries),
    ...options,
  });
}
