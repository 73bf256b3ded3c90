'use client';

import type { CloseApiError } from '@closekit/client';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { InfiniteData, QueryKey, SkipToken, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { CloseInfiniteQueries } from '../../generated/queries.ts';
import { useCloseContext } from '../queries/close-context.ts';
import type { CloseInfiniteQueryOptions } from '../queries/close-query-options.ts';
import type { CloseWaitingReadOptions } from '../queries/close-read-options.ts';
import { pagedListsOf } from '../queries/option-tree.ts';
import { gatedOptions } from './gated-options.ts';

/** The options of TanStack Query, without those of the builder. */
export interface UseCloseInfiniteQueryOptions<TPage, TPageParam, TSelected> extends CloseWaitingReadOptions<
  TPage,
  InfiniteData<TPage, TPageParam>,
  TSelected
> {}

/**
 * Reads a list from Close page by page: `useInfiniteQuery` with key, function, page parameters and types
 * filled in. Sends nothing while no organization is connected.
 *
 * @param build - Selects the list and its input; returns `undefined` or `skipToken` to send nothing.
 * @param options - The options of TanStack Query, including `select`.
 * @returns The result of `useInfiniteQuery`; `error` is a CloseApiError.
 * @throws Error outside of a CloseProvider.
 * @example
 * ```ts
 * const leads = useCloseInfiniteQuery((q) => q.leads.list({ query: 'status:"Potential"' }), {
 *   select: ({ pages }) => pages.flatMap((page) => page.data),
 * });
 * ```
 */
export function useCloseInfiniteQuery<TPage, TPageParam, TSelected = InfiniteData<TPage, TPageParam>>(
  build: (
    queries: CloseInfiniteQueries,
  ) => CloseInfiniteQueryOptions<TPage, TPageParam> | SkipToken | undefined,
  options: UseCloseInfiniteQueryOptions<TPage, TPageParam, TSelected> = {},
): UseInfiniteQueryResult<TSelected, CloseApiError> {
  const context = useCloseContext();
  return useInfiniteQuery<TPage, CloseApiError, TSelected, QueryKey, TPageParam>(
    gatedOptions(context, build(pagedListsOf(context.root)), options),
  );
}
