import type { Query, QueryClient } from '@tanstack/react-query';

/**
 * Marks queries stale, and reads again those that are on screen.
 *
 * @param queryClient - The app's cache.
 * @param predicate - Which queries.
 */
export function markStale(queryClient: QueryClient, predicate: (query: Query) => boolean): void {
  const underWay = queryClient
    .getQueryCache()
    .findAll({ predicate, fetchStatus: 'fetching' })
    .filter((query) => query.state.data === undefined || !query.isActive());
  void queryClient.invalidateQueries({ predicate });
  // An answer that is on its way may be from before the change. Those of active queries are asked for again, but for
  // the very first one.
  for (const { queryKey, promise } of underWay) {
    const again = (): unknown => queryClient.invalidateQueries({ queryKey, exact: true });
    void promise?.then(again, () => undefined);
  }
}
