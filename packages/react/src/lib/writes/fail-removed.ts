'use client';

import { onlineManager } from '@tanstack/react-query';
import type { Mutation, MutationCache } from '@tanstack/react-query';
import { getOrCreate } from '../base/get-or-create.ts';

const watched = new WeakMap<MutationCache, () => void>();

/**
 * Lets a write of Close fail that is removed while it is paused offline. A cache continues only its own mutations, so
 * its promise would never settle. Once the page is online, its function runs and throws `aborted`.
 */
export function failRemoved(cache: MutationCache): void {
  getOrCreate(watched, cache, () =>
    cache.subscribe(({ type, mutation }) => {
      const isOurs = mutation?.options.mutationKey?.[0] === 'close';
      if (type === 'removed' && isOurs && mutation.state.isPaused) continueOnline(mutation);
    }),
  );
}

function continueOnline(mutation: Mutation): void {
  const end = onlineManager.subscribe(() => {
    end();
    mutation.continue().catch(() => {});
  });
}
