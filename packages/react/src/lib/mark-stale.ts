import type { Query, QueryClient } from '@tanstack/react-query';

/**
 * Marks queries stale, and reads again those that are on screen.
 *
 * @param queryClient The app's cache.
 * @param predicate Which queries.
 */
export function markStale(queryClient: QueryClient, predicate: (query: Query) => boolean): void {
  const first = queryClient
    .getQueryCache()
    .findAll({ predicate, fetchStatus: 'fetching' })
    .filter(({ state }) => state.data === undefined);
  void queryClient.invalidateQueries({ predicate });
  // A first answer that is on its way may be from before the change, and is not asked for again by itself.
  for (const { queryKey, promise } of first) {
    const again = (): unknown => queryClient.invalidateQueries({ queryKey, exact: true });
    void promise?.then(again, () => undefined);
  }
}
