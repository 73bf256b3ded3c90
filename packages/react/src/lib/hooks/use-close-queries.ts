'use client';

import type { CloseApiError } from '@closekit/client';
import { useQueries } from '@tanstack/react-query';
import type { UseQueryOptions, UseQueryResult } from '@tanstack/react-query';
import type { CloseQueries } from '../../generated/queries.ts';
import { useCloseContext } from '../queries/close-context.ts';
import type { CloseQueryOptions } from '../queries/close-query-options.ts';
import { gatedOptions } from './gated-options.ts';

/** One of several reads: what the builder gives, and other options of TanStack Query beside it. */
export interface CloseRead extends CloseQueryOptions<unknown> {
  /** Not here: `combine` shapes the data of all of them, with their types. */
  readonly select?: never;
}

/** What each of several reads gives, in their order. */
export type UseCloseQueriesResults<TReads extends readonly CloseRead[]> = {
  -readonly [Index in keyof TReads]: TReads[Index] extends CloseQueryOptions<infer TData>
    ? UseQueryResult<TData, CloseApiError>
    : never;
};

/** Settings of {@link useCloseQueries}. */
export interface UseCloseQueriesOptions<TReads extends readonly CloseRead[], TCombined> {
  /**
   * Makes one value of all results. Keep the function the same between renders, outside of the component or in
   * `useCallback`: it then runs only when a result has changed.
   *
   * @param results - A result for each read, in their order.
   * @returns What the hook returns.
   */
  readonly combine?: (results: UseCloseQueriesResults<TReads>) => TCombined;
}

/**
 * Reads several things from Close at once: `useQueries` with keys, functions and types filled in. How many there are may
 * change from render to render. They wait until it is known who is connected.
 *
 * @param build - Picks the operations and gives their input; each may carry other options of TanStack Query.
 * @param options - `combine`.
 * @returns What `useQueries` returns: a result for each, in their order, or what `combine` makes of them.
 * @throws TypeError outside of a CloseProvider.
 * @example
 * const [lead, tasks] = useCloseQueries((q) => [q.leads.get(id), q.tasks.list({ lead_id: id })]);
 */
export function useCloseQueries<
  const TReads extends readonly CloseRead[],
  TCombined = UseCloseQueriesResults<TReads>,
>(
  build: (queries: CloseQueries) => TReads,
  options: UseCloseQueriesOptions<TReads, TCombined> = {},
): TCombined {
  const context = useCloseContext();
  const queries = build(context.queries).map((read) => gatedOptions(context, read, {}));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the results have the order and the types of the reads
  const all = { queries, ...options } as unknown as {
    readonly queries: UseQueryOptions[];
    combine: () => TCombined;
  };
  return useQueries<UseQueryOptions[], TCombined>(all);
}
