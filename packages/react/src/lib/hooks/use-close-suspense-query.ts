'use client';

import type { CloseApiError } from '@closekit/client';
import { useSuspenseQuery } from '@tanstack/react-query';
import type { UseSuspenseQueryResult } from '@tanstack/react-query';
import type { CloseQueries } from '../../generated/queries.ts';
import type { CloseQueryOptions } from '../queries/close-query-options.ts';
import type { CloseReadOptions } from '../queries/close-read-options.ts';
import { useConnectedQueries } from './use-connected-queries.ts';

/** TanStack Query's own options, without those that the builder gives. */
export interface UseCloseSuspenseQueryOptions<TData, TSelected> extends CloseReadOptions<
  TData,
  TData,
  TSelected
> {}

/**
 * Reads one thing from Close, and suspends until it is there: `data` is never `undefined`. It also suspends while nobody
 * is connected, and sends nothing then. Put the Suspense boundary inside of CloseProvider, not around it.
 *
 * @param build - Picks the operation and gives its input.
 * @param options - TanStack Query's options, `select` among them.
 * @returns What `useSuspenseQuery` returns.
 * @throws CloseApiError to the nearest error boundary, when there is no data to show.
 * @throws CloseAuthError `session_unavailable` to the same, when nobody could say who is connected.
 * @throws TypeError outside of a CloseProvider, and on a server whose provider has no connected `initialSession`: React
 * then sends the fallback and renders in the browser.
 * @example
 * const { data: lead } = useCloseSuspenseQuery((q) => q.leads.get(id));
 */
export function useCloseSuspenseQuery<TData, TSelected = TData>(
  build: (queries: CloseQueries) => CloseQueryOptions<TData>,
  options: UseCloseSuspenseQueryOptions<TData, TSelected> = {},
): UseSuspenseQueryResult<TSelected, CloseApiError> {
  const queries = useConnectedQueries();
  return useSuspenseQuery<TData, CloseApiError, TSelected>({ ...build(queries), ...options });
}
