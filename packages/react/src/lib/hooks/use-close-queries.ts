'use client';

import type { CloseApiError } from '@closekit/client';
import { useQueries } from '@tanstack/react-query';
import type { QueryFunction, UseQueryOptions, UseQueryResult } from '@tanstack/react-query';
import type { CloseQueries } from '../../generated/queries.ts';
import { useCloseContext } from '../queries/close-context.ts';
import type { CloseQueryOptions } from '../queries/close-query-options.ts';
import { readsOf } from '../queries/option-tree.ts';
import { gatedOptions } from './gated-options.ts';

/** One of several reads: the options of the builder, and other options of TanStack Query. */
export interface CloseRead extends Omit<CloseQueryOptions<unknown>, 'enabled' | 'throwOnError'> {
  /** A condition, which is added to the one of the options. */
  readonly enabled?: unknown;
  /** Not available: use `combine`, which gets the data of all reads with their types. */
  readonly select?: never;
}

/** The result of each read, in their order. */
export type UseCloseQueriesResults<TReads extends readonly CloseRead[]> = {
  -readonly [Index in keyof TReads]: TReads[Index] extends { readonly queryFn: QueryFunction<infer TData> }
    ? UseQueryResult<TData, CloseApiError>
    : never;
};

/** Options of {@link useCloseQueries}. */
export interface UseCloseQueriesOptions<TReads extends readonly CloseRead[], TCombined> {
  /**
   * Combines all results into one value. Define the function outside of the component or in `useCallback`: it
   * then runs only when a result has changed.
   *
   * @param results - The result of each read, in their order.
   * @returns The return value of the hook.
   */
  readonly combine?: (results: UseCloseQueriesResults<TReads>) => TCombined;
}

/**
 * Reads several operations from Close at once: `useQueries` with keys, functions and types filled in. Their
 * number may change between renders. Sends nothing while no organization is connected.
 *
 * @param build - Selects the operations and their input; each may have other options of TanStack Query.
 * @param options - `combine`.
 * @returns The result of `useQueries`: one result for each read, in their order, or the result of `combine`.
 * @throws Error outside of a CloseProvider.
 * @example
 * ```ts
 * const [lead, tasks] = useCloseQueries((q) => [q.leads.get(id), q.tasks.list({ lead_id: id })]);
 * ```
 */
export function useCloseQueries<
  const TReads extends readonly CloseRead[],
  TCombined = UseCloseQueriesResults<TReads>,
>(
  build: (queries: CloseQueries) => TReads,
  options: UseCloseQueriesOptions<TReads, TCombined> = {},
): TCombined {
  const context = useCloseContext();
  const queries = build(readsOf(context.root)).map((read) => gatedOptions(context, read, {}));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the results have the order and the types of the reads
  const all = { queries, ...options } as unknown as {
    readonly queries: UseQueryOptions[];
    combine: () => TCombined;
  };
  return useQueries<UseQueryOptions[], TCombined>(all);
}
