'use client';

import type { CloseApiError } from '@closekit/client';
import { useQuery } from '@tanstack/react-query';
import type { SkipToken, UseQueryResult } from '@tanstack/react-query';
import type { CloseQueries } from '../../generated/queries.ts';
import { useCloseContext } from '../queries/close-context.ts';
import type { CloseQueryOptions } from '../queries/close-query-options.ts';
import type { CloseWaitingReadOptions } from '../queries/close-read-options.ts';
import { readsOf } from '../queries/option-tree.ts';
import { gatedOptions } from './gated-options.ts';

/** The options of TanStack Query, without those of the builder. */
export interface UseCloseQueryOptions<TData, TSelected> extends CloseWaitingReadOptions<
  TData,
  TData,
  TSelected
> {}

/**
 * Reads one operation from Close: `useQuery` with key, function and types filled in.
 * Sends nothing while no organization is connected.
 *
 * @param build - Selects the operation and its input; returns `undefined` or `skipToken` to send nothing.
 * @param options - The options of TanStack Query, including `select`.
 * @returns The result of `useQuery`; `error` is a CloseApiError.
 * @throws Error outside of a CloseProvider.
 * @example
 * ```ts
 * const lead = useCloseQuery((q) => q.leads.get(id), { select: (found) => found.display_name });
 * const chosen = useCloseQuery((q) => (chosenId ? q.leads.get(chosenId) : undefined));
 * ```
 */
export function useCloseQuery<TData, TSelected = TData>(
  build: (queries: CloseQueries) => CloseQueryOptions<TData> | SkipToken | undefined,
  options: UseCloseQueryOptions<TData, TSelected> = {},
): UseQueryResult<TSelected, CloseApiError> {
  const context = useCloseContext();
  return useQuery<TData, CloseApiError, TSelected>(
    gatedOptions(context, build(readsOf(context.root)), options),
  );
}
