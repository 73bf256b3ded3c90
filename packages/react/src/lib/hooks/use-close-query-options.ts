'use client';

import { useCloseContext } from '../queries/close-context.ts';
import { optionsOf } from '../queries/create-close-query-options.ts';
import type { CloseQueryTree } from '../queries/create-close-query-options.ts';

/**
 * Returns the query options of every operation with the keys that the hooks use: to read and write the cache
 * directly, for example in optimistic updates, and for other hooks of TanStack Query. Options that are kept after
 * the page has another organization or user are disabled, and their functions send nothing.
 *
 * @returns The tree; the same object until another organization or user is connected.
 * @throws Error outside of a CloseProvider.
 * @example
 * ```ts
 * const queries = useCloseQueryOptions();
 * const lead = useQuery(queries.leads.get(id));
 * const save = useCloseMutation((m) => m.leads.update(), {
 *   onMutate: () => queryClient.cancelQueries(queries.leads.filter()),
 * });
 * ```
 */
export function useCloseQueryOptions(): CloseQueryTree {
  return optionsOf(useCloseContext().root);
}
