import type { Query, QueryClient } from '@tanstack/query-core';
import type { WrittenEntity } from './apply-write.ts';

/** The optimistic writes of a cache. */
interface Pending {
  /** Runs a callback once no write is pending; an awaited one also while one is paused. */
  readonly whenQuiet: (run: () => void, isAwaited: boolean) => void;
  /** Changes an entity below the pending writes, and returns the data to show. */
  readonly patch: (query: Query, write: WrittenEntity) => unknown;
}

/** The optimistic writes of each cache that has had one. A page without them does not load their code. */
export const pendingOf: WeakMap<QueryClient, Pending> = new WeakMap();

/**
 * Runs a callback once no optimistic write is pending, so that the data it reads again includes all of them.
 *
 * @param isAwaited - Whether a write waits for it: then it does not wait for a write that is paused, which may wait in
 * turn for that one. Default: `false`.
 */
export function whenQuiet(queryClient: QueryClient, run: () => void, isAwaited = false): void {
  const pending = pendingOf.get(queryClient);
  if (pending) pending.whenQuiet(run, isAwaited);
  else run();
}

/** Waits until no write is pending, and no query on screen that is affected is being fetched. */
export async function whenRead(
  queryClient: QueryClient,
  isAffected: (query: Query) => boolean,
): Promise<void> {
  for (let reads: unknown[] = [true]; reads.length > 0; await Promise.allSettled(reads)) {
    // Again each time: a write that has begun in the meantime cancels fetches, and repeats them.
    await new Promise<void>((resolve) => whenQuiet(queryClient, resolve, true));
    reads = queryClient
      .getQueryCache()
      .findAll({ predicate: isAffected, type: 'active', fetchStatus: 'fetching' })
      .map(({ promise }) => promise);
  }
}
