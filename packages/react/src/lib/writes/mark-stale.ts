import type { Query, QueryClient } from '@tanstack/query-core';

/**
 * Marks queries as stale, and fetches those on screen again.
 *
 * @param refetchType - `none` fetches nothing again, except for queries whose fetch is in flight.
 */
export function markStale(
  queryClient: QueryClient,
  predicate: (query: Query) => boolean,
  refetchType: 'active' | 'none' = 'active',
): void {
  const inFlight = queryClient
    .getQueryCache()
    .findAll({ predicate, fetchStatus: 'fetching' })
    .filter((query) => refetchType === 'none' || query.state.data === undefined || !query.isActive());
  void queryClient.invalidateQueries({ predicate, refetchType });
  // A response in flight may be from before the change. `invalidateQueries` restarts the fetches of active
  // queries, except the very first one.
  for (const { queryKey, promise } of inFlight) {
    const again = (): unknown => queryClient.invalidateQueries({ queryKey, exact: true });
    void promise?.then(again, () => undefined);
  }
}
