import type { CloseQueryKey, QueryNode } from './close-query-options.ts';

/** Creates the `key` and `filter` functions of one branch of the tree. */
export function queryNode(queryKey: CloseQueryKey): QueryNode {
  return { key: () => queryKey, filter: () => ({ queryKey }) };
}
