'use client';

import { useCloseContext } from '../queries/close-context.ts';
import type { CloseQueryTree } from '../queries/create-close-queries.ts';

/**
 * Gives the query options of every operation under the keys that the hooks use: for reading and writing the cache by
 * hand, as optimistic updates do, and for the hooks of TanStack Query that have no counterpart here.
 *
 * @returns The tree, the same object until another organization is connected.
 * @throws TypeError outside of a CloseProvider.
 * @example
 * const queries = useCloseQueryTree();
 * const save = useCloseMutation((m) => m.leads.update(), {
 *   onMutate: () => queryClient.cancelQueries(queries.leads.filter()),
 * });
 */
export function useCloseQueryTree(): CloseQueryTree {
  return useCloseContext().queries;
}
