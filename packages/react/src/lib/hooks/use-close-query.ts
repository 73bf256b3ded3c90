'use client';

import type { CloseApiError } from '@closekit/client';
import { useQuery } from '@tanstack/react-query';
import type { SkipToken, UseQueryResult } from '@tanstack/react-query';
import type { CloseQueries } from '../../generated/queries.ts';
import { useCloseContext } from '../queries/close-context.ts';
import type { CloseQueryOptions } from '../queries/close-query-options.ts';
import type { CloseWaitingReadOptions } from '../queries/close-read-options.ts';
import { gatedOptions } from './gated-options.ts';

/** TanStack Query's own options, without those that the builder gives. */
export interface UseCloseQueryOptions<TData, TSelected> extends CloseWaitingReadOptions<
  TData,
  TData,
  TSelected
> {}

/**
 * Reads one thing from Close and keeps it current: `useQuery` with key, function and types filled in.
 * It waits until it is known who is connected, and sends nothing while nobody is.
 *
 * @param build - Picks the operation and gives its input; gives `undefined` or `skipToken` while there is nothing to ask for.
 * @param options - TanStack Query's options, `select` among them.
 * @returns What `useQuery` returns; `error` is a CloseApiError.
 * @throws TypeError outside of a CloseProvider.
 * @example
 * const lead = useCloseQuery((q) => q.leads.get(id), { select: (found) => found.display_name });
 * const chosen = useCloseQuery((q) => (chosenId ? q.leads.get(chosenId) : undefined));
 */
export function useCloseQuery<TData, TSelected = TData>(
  build: (queries: CloseQueries) => CloseQueryOptions<TData> | SkipToken | undefined,
  options: UseCloseQueryOptions<TData, TSelected> = {},
): UseQueryResult<TSelected, CloseApiError> {
  const context = useCloseContext();
  return useQuery<TData, CloseApiError, TSelected>(gatedOptions(context, build(context.queries), options));
}
