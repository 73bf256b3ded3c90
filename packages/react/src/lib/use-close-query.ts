'use client';

import type { CloseApiError } from '@closekit/client';
import { useQuery, type UseQueryOptions, type UseQueryResult } from '@tanstack/react-query';
import type { CloseQueries } from '../generated/queries.ts';
import { useCloseContext } from './close-context.ts';
import type { CloseQueryOptions } from './close-query-options.ts';

/** TanStack Query's own options, without those that the builder gives. */
export interface UseCloseQueryOptions<TData, TSelected> extends Omit<
  UseQueryOptions<TData, CloseApiError, TSelected>,
  'queryKey' | 'queryFn'
> {}

/**
 * Reads one thing from Close and keeps it current: `useQuery` with key, function and types filled in.
 * It waits until it is known who is connected, and sends nothing while nobody is.
 *
 * @param build Picks the operation and gives its input.
 * @param options TanStack Query's options, `select` among them.
 * @returns What `useQuery` returns; `error` is a CloseApiError.
 * @throws TypeError outside of a CloseProvider.
 * @example
 * const lead = useCloseQuery((q) => q.leads.get(id), { select: (found) => found.display_name });
 */
export function useCloseQuery<TData, TSelected = TData>(
  build: (queries: CloseQueries) => CloseQueryOptions<TData>,
  options: UseCloseQueryOptions<TData, TSelected> = {},
): UseQueryResult<TSelected, CloseApiError> {
  const { queries, isConnected } = useCloseContext();
  const enabled = isConnected && (options.enabled ?? true);
  return useQuery<TData, CloseApiError, TSelected>({ ...build(queries), ...options, enabled });
}
