import type { ActivityFeed } from './activity-feed.ts';

/** Wraps `fetch` to record every request that this server sends to Close. */
export function watchClose(feed: ActivityFeed): (next: typeof fetch) => typeof fetch {
  return (next) => async (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    const method = init?.method ?? (input instanceof Request ? input.method : 'GET');
    const isToken = pathname === '/oauth2/token/';
    if (isToken) feed.record('token_request');
    const response = await next(input, init);
    if (!isToken) {
      const kind = response.status === 401 ? 'refused' : 'call';
      feed.record(kind, `${method} ${pathname.replace('/api/v1', '')} ${response.status}`);
    }
    return response;
  };
}
