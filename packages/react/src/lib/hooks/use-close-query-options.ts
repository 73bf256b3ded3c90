'use client';

import { useCloseContext } from '../queries/close-context.ts';
import type { CloseQueryTree } from '../queries/create-close-query-options.ts';

/**
 * Returns the query options of every operation with the keys that the hooks use: to read and write the cache
 * directly, for example in optimistic updates, and for other hooks of TanStack Query.
 *
 * @returns The tree; the same object until another organization is connected.
 * @throws Error outside of a CloseProvider.
 * @example
 * ```ts
 * const queries = useCloseQueryOptions();
 * const save = useCloseMutation((m) => m.leads.update(), {
 *   onMutate: () => queryClient.cancelQueries(queries.leads.filter()),
 * });
 * ```
 */
export function useCloseQueryOptions(): CloseQueryTree {
  return useCloseContext().queries;
}
