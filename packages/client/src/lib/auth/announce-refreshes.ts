import type { Observer } from '../transport/client-events.ts';

/**
 * Runs a refresh and announces it. Returns its result: a token, or `undefined` when there is no other one.
 */
export type AnnouncedRefresh = (refresh: () => Promise<string | undefined>) => Promise<string | undefined>;

/**
 * Announces refreshes: calls that wait at the same time share one `refreshing` event and one that ends it.
 */
export function announceRefreshes(events: Pick<Observer, 'emit'>): AnnouncedRefresh {
  let waiting = 0;
  let succeeded = false;
  return async (refresh) => {
    waiting += 1;
    if (waiting === 1) {
      succeeded = false;
      events.emit?.({ type: 'refreshing' });
    }
    try {
      const token = await refresh();
      succeeded ||= token !== undefined;
      return token;
    } finally {
      waiting -= 1;
      if (waiting === 0) events.emit?.({ type: succeeded ? 'refreshed' : 'refresh-failed' });
    }
  };
}
