'use client';

import { watch } from '@closekit/client';
import type { CloseClient, RateLimit } from '@closekit/client';
import { useSyncExternalStore } from 'react';
import { getOrCreate } from '../base/get-or-create.ts';
import { useCloseContext } from '../queries/close-context.ts';

interface RateLimitStore {
  readonly subscribe: (listener: () => void) => () => void;
  readonly getSnapshot: () => RateLimit | undefined;
}

/** One store for each client, collected with it. */
const stores = new WeakMap<CloseClient, RateLimitStore>();

/**
 * Returns the rate limit of the last response: for a notice such as "Many requests: the next ones wait".
 * Watches the client from the first mount on. Close has one limit for each group of endpoints; this is
 * the one of the last response.
 *
 * @returns The limit; `undefined` until a response has one, and on a server.
 * @throws Error outside of a CloseProvider.
 * @see https://developer.close.com/api/overview/rate-limits
 * @example
 * ```tsx
 * const limit = useCloseRateLimit();
 * if (limit?.remaining === 0) return <p>Please wait a moment.</p>;
 * ```
 */
export function useCloseRateLimit(): RateLimit | undefined {
  const { client } = useCloseContext();
  const { subscribe, getSnapshot } = getOrCreate(stores, client, () => createStore(client));
  return useSyncExternalStore(subscribe, getSnapshot, nothing);
}

function nothing(): undefined {}

function createStore(client: CloseClient): RateLimitStore {
  const listeners = new Set<() => void>();
  let latest: RateLimit | undefined;
  let isListening = false;
  const listen = (): void => {
    isListening = true;
    watch(client, {
      onRateLimit: (event) => {
        const limit = toRateLimit(event);
        if (Object.keys(limit).length === 0 || JSON.stringify(limit) === JSON.stringify(latest)) return;
        latest = limit;
        for (const listener of listeners) listener();
      },
    });
  };
  return {
    subscribe: (listener) => {
      if (!isListening) listen();
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    getSnapshot: () => latest,
  };
}

/** The limit of an event, without the call that it comes from. */
function toRateLimit({ limit, remaining, resetMs }: RateLimit): RateLimit {
  return {
    ...(limit !== undefined && { limit }),
    ...(remaining !== undefined && { remaining }),
    ...(resetMs !== undefined && { resetMs }),
  };
}
