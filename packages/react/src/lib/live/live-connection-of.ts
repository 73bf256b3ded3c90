import type { QueryClient } from '@tanstack/react-query';
import type { AuthStore } from '../auth/store.ts';
import { getOrCreate } from '../base/get-or-create.ts';
import { startTimer } from '../base/start-timer.ts';
import type { CloseContextValue } from '../queries/close-context.ts';
import { LiveConnection } from './connection.ts';
import { livePage, tabFeatures } from './live-page.ts';

const connections = new WeakMap<AuthStore, WeakMap<QueryClient, LiveConnection>>();

/** Returns the live connection of a CloseProvider and a cache. */
export function liveConnectionOf(context: CloseContextValue, queryClient: QueryClient): LiveConnection {
  const known = getOrCreate(connections, context.auth, () => new WeakMap());
  return getOrCreate(known, queryClient, () => createConnection(context, queryClient));
}

function createConnection(
  { client, auth, eventSource }: CloseContextValue,
  queryClient: QueryClient,
): LiveConnection {
  const basePath = 'basePath' in client.auth ? client.auth.basePath : undefined;
  return new LiveConnection({
    auth,
    queryClient,
    basePath: basePath ?? '',
    page: livePage,
    clock: { later: startTimer, now: Date.now, random: Math.random },
    // A class of the app may reach a backend that other tabs do not.
    features: basePath === undefined || eventSource ? undefined : tabFeatures(),
    open: (position) => {
      // Looked up on use, because servers render this hook too.
      const Source: typeof EventSource | undefined = eventSource ?? globalThis.EventSource;
      if (basePath === undefined || Source === undefined) return undefined;
      const query = position === '' ? '' : `?lastEventId=${encodeURIComponent(position)}`;
      return new Source(`${basePath}/events${query}`);
    },
  });
}
