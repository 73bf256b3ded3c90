import type { Mutation, MutationCache } from '@tanstack/query-core';
import { getOrCreate } from '../base/get-or-create.ts';

/** Calls a listener when the network is back, or is lost. Returns a function that stops it. */
export type WatchNetwork = (listener: () => void) => () => void;

const watched = new WeakMap<MutationCache, () => void>();

/**
 * Lets a write of Close fail that is removed while it is paused offline. A cache continues only its own mutations, so
 * its promise would never settle. Once the page is online, its function runs and throws `aborted`.
 */
export function failRemoved(cache: MutationCache, watchNetwork: WatchNetwork): void {
  getOrCreate(watched, cache, () =>
    cache.subscribe(({ type, mutation }) => {
      const isOurs = mutation?.options.mutationKey?.[0] === 'close';
      if (type === 'removed' && isOurs && mutation.state.isPaused) continueOnline(mutation, watchNetwork);
    }),
  );
}

function continueOnline(mutation: Mutation, watchNetwork: WatchNetwork): void {
  const end = watchNetwork(() => {
    end();
    mutation.continue().catch(() => {});
  });
}
