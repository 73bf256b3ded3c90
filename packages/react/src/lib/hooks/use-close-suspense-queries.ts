'use client';

import type { CloseApiError } from '@closekit/client';
import { useSuspenseQueries } from '@tanstack/react-query';
import type { QueryFunction, UseSuspenseQueryOptions, UseSuspenseQueryResult } from '@tanstack/react-query';
import type { CloseQueries } from '../../generated/queries.ts';
import { readsOf } from '../queries/option-tree.ts';
import type { CloseRead } from './use-close-queries.ts';
import { useConnectedRoot } from './use-connected-root.ts';

/** The result of each read, in their order. */
export type UseCloseSuspenseQueriesResults<TReads extends readonly CloseRead[]> = {
  -readonly [Index in keyof TReads]: TReads[Index] extends { readonly queryFn: QueryFunction<infer TData> }
    ? UseSuspenseQueryResult<TData, CloseApiError>
    : never;
};

/** Options of {@link useCloseSuspenseQueries}. */
export interface UseCloseSuspenseQueriesOptions<TReads extends readonly CloseRead[], TCombined> {
  /**
   * Combines all results into one value. Define the function outside of the component or in `useCallback`: it
   * then runs only when a result has changed.
   *
   * @param results - The result of each read, in their order.
   * @returns The return value of the hook.
   */
  readonly combine?: (results: UseCloseSuspenseQueriesResults<TReads>) => TCombined;
}

/**
 * Reads several operations from Close at once and suspends until all of them are loaded: no `data` is `undefined`.
 * Their number may change between renders. It also suspends while no organization is connected, and sends nothing
 * then. Put the Suspense boundary inside CloseProvider, not around it.
 *
 * @param build - Selects the operations and their input; each may have other options of TanStack Query, except
 * `enabled`.
 * @param options - `combine`.
 * @returns The result of `useSuspenseQueries`: one result for each read, in their order, or the result of `combine`.
 * @throws CloseApiError `unauthorized`, `not_found`, `network` or another of its codes,
 * to the nearest error boundary, if one of the reads has no data to show.
 * @throws CloseAuthError `session_unavailable` to the nearest error boundary, if the session cannot be read.
 * @throws Error outside of a CloseProvider.
 * @throws TypeError on a server without a connected `initialSession`.
 * @example
 * ```ts
 * const [lead, tasks] = useCloseSuspenseQueries((q) => [q.leads.get(id), q.tasks.list({ lead_id: id })]);
 * ```
 */
export function useCloseSuspenseQueries<
  const TReads extends readonly CloseRead[],
  TCombined = UseCloseSuspenseQueriesResults<TReads>,
>(
  build: (queries: CloseQueries) => TReads,
  options: UseCloseSuspenseQueriesOptions<TReads, TCombined> = {},
): TCombined {
  const queries = build(readsOf(useConnectedRoot()));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the results have the order and the types of the reads
  const all = { queries, ...options } as unknown as {
    readonly queries: UseSuspenseQueryOptions[];
    combine: () => TCombined;
  };
  return useSuspenseQueries<UseSuspenseQueryOptions[], TCombined>(all);
}
