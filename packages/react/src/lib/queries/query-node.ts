import type { CloseQueryKey, QueryNode } from './close-query-options.ts';

/**
 * Builds the `key` and `filter` of one branch of the tree.
 *
 * @param queryKey - The key that all queries of the branch start with.
 * @returns The two functions that every branch carries.
 */
export function queryNode(queryKey: CloseQueryKey): QueryNode {
  return { key: () => queryKey, filter: () => ({ queryKey }) };
}
