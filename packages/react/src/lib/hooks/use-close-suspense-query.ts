'use client';

import type { CloseApiError } from '@closekit/client';
import { useSuspenseQuery } from '@tanstack/react-query';
import type { UseSuspenseQueryResult } from '@tanstack/react-query';
import type { CloseQueries } from '../../generated/queries.ts';
import type { CloseQueryOptions } from '../queries/close-query-options.ts';
import type { CloseReadOptions } from '../queries/close-read-options.ts';
import { readsOf } from '../queries/option-tree.ts';
import { useConnectedRoot } from './use-connected-root.ts';

/** The options of TanStack Query, without those of the builder. */
export interface UseCloseSuspenseQueryOptions<TData, TSelected> extends CloseReadOptions<
  TData,
  TData,
  TSelected
> {}

/**
 * Reads one operation from Close and suspends until its data is loaded: `data` is never `undefined`. It also
 * suspends while no organization is connected, and sends nothing then. Put the Suspense boundary inside
 * CloseProvider, not around it.
 *
 * @param build - Selects the operation and its input.
 * @param options - The options of TanStack Query, including `select`.
 * @returns The result of `useSuspenseQuery`.
 * @throws CloseApiError `unauthorized`, `not_found`, `network` or another of its codes,
 * to the nearest error boundary, if there is no data to show.
 * @throws CloseAuthError `session_unavailable` to the nearest error boundary, if the session cannot be read.
 * @throws Error outside of a CloseProvider.
 * @throws TypeError on a server without a connected `initialSession`: React then sends the fallback and renders
 * in the browser.
 * @example
 * ```ts
 * const { data: lead } = useCloseSuspenseQuery((q) => q.leads.get(id));
 * ```
 */
export function useCloseSuspenseQuery<TData, TSelected = TData>(
  build: (queries: CloseQueries) => CloseQueryOptions<TData>,
  options: UseCloseSuspenseQueryOptions<TData, TSelected> = {},
): UseSuspenseQueryResult<TSelected, CloseApiError> {
  const queries = readsOf(useConnectedRoot());
  return useSuspenseQuery<TData, CloseApiError, TSelected>({ ...build(queries), ...options });
}
