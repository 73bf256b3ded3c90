import { cookieSession, createCloseClient } from '@closekit/client';
import { createCloseQueries } from '@closekit/react';
import type { CloseQueryTree } from '@closekit/react';
import { closeSession, fetchAs } from '@closekit/server';
import { dehydrate, QueryClient } from '@tanstack/react-query';
import type { DehydratedState } from '@tanstack/react-query';
import { handler } from './close.server.ts';

/** Fills a cache on behalf of the browser that asks, for `HydrationBoundary`. Empty while nobody is connected. */
export async function prefetch(
  request: Request,
  fill: (cache: QueryClient, queries: CloseQueryTree) => Promise<unknown>,
): Promise<DehydratedState> {
  const cache = new QueryClient();
  const session = await closeSession(handler, request);
  if (session?.status === 'signed-in') {
    const close = createCloseClient({ auth: cookieSession('/api/close'), fetch: fetchAs(handler, request) });
    // What fails here is asked again by the page, which shows why it fails.
    await fill(cache, createCloseQueries(close, { scope: session.organization.id })).catch(() => undefined);
  }
  return dehydrate(cache);
}
