import type { CloseClient } from '@closekit/client';
import type { ClosePage } from '../auth/close-page.ts';
import { startTimer } from '../base/start-timer.ts';
import { LiveConnection } from './connection.ts';
import type { LiveConnectionOptions } from './connection.ts';
import { livePageOf, tabFeatures } from './live-page.ts';

/** Settings of the live events of an app. */
export interface LiveSettings extends Pick<LiveConnectionOptions, 'auth' | 'queryClient'> {
  readonly client: CloseClient;
  /** The page, if it is not the one of the browser. */
  readonly page?: ClosePage | undefined;
  /** The `EventSource` class, if it is not the one of the browser. */
  readonly eventSource?: typeof EventSource | undefined;
}

/** Creates the live events of an app. */
export function createLiveConnection(settings: LiveSettings): LiveConnection {
  const { client, auth, queryClient, eventSource, page } = settings;
  const basePath = 'basePath' in client.auth ? client.auth.basePath : undefined;
  return new LiveConnection({
    auth,
    queryClient,
    basePath: basePath ?? '',
    page: livePageOf(page),
    clock: { later: startTimer, now: Date.now, random: Math.random },
    // A class of the app may reach a backend that other tabs do not.
    features: basePath === undefined || eventSource ? undefined : tabFeatures(),
    open: (position) => {
      // Looked up on use, because servers render the hook too.
      const Source: typeof EventSource | undefined = eventSource ?? globalThis.EventSource;
      if (basePath === undefined || Source === undefined) return undefined;
      const query = position === '' ? '' : `?lastEventId=${encodeURIComponent(position)}`;
      return new Source(`${basePath}/events${query}`);
    },
  });
}
