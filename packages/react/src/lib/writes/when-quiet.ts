import type { Query, QueryClient } from '@tanstack/query-core';

/** The optimistic writes of a cache. */
interface Pending {
  /** Runs a callback once no write is pending. */
  readonly whenQuiet: (run: () => void) => void;
}

/** The optimistic writes of each cache that has had one. A page without them does not load their code. */
export const pendingOf: WeakMap<QueryClient, Pending> = new WeakMap();

/** Runs a callback once no optimistic write is pending, so that the data it reads again includes all of them. */
export function whenQuiet(queryClient: QueryClient, run: () => void): void {
  const pending = pendingOf.get(queryClient);
  if (pending) pending.whenQuiet(run);
  else run();
}

/** Waits until no write is pending, and no query on screen that is affected is being fetched. */
export async function whenRead(
  queryClient: QueryClient,
  isAffected: (query: Query) => boolean,
): Promise<void> {
  for (let reads: unknown[] = [true]; reads.length > 0; await Promise.allSettled(reads)) {
    // Again each time: a write that has begun in the meantime cancels fetches, and repeats them.
    await new Promise<void>((resolve) => whenQuiet(queryClient, resolve));
    reads = queryClient
      .getQueryCache()
      .findAll({ predicate: isAffected, type: 'active', fetchStatus: 'fetching' })
      .map(({ promise }) => promise);
  }
}
