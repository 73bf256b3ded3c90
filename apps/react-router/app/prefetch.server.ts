import { cookieSession, createCloseClient } from '@closekit/client';
import { createCloseQueryOptions } from '@closekit/react';
import type { CloseQueryTree } from '@closekit/react';
import { closeSession, fetchAs } from '@closekit/server';
import { dehydrate, QueryClient } from '@tanstack/react-query';
import type { DehydratedState } from '@tanstack/react-query';
import { handler } from './close.server.ts';

/** Fills a cache for `HydrationBoundary` on behalf of the requesting browser. Empty while signed out. */
export async function prefetch(
  request: Request,
  fill: (cache: QueryClient, queries: CloseQueryTree) => Promise<unknown>,
): Promise<DehydratedState> {
  const cache = new QueryClient();
  const session = await closeSession(handler, request);
  if (session?.status === 'signed-in') {
    const close = createCloseClient({ auth: cookieSession('/api/close'), fetch: fetchAs(handler, request) });
    // The page repeats a failed query, and shows the error.
    await fill(cache, createCloseQueryOptions(close, { session })).catch(() => undefined);
  }
  return dehydrate(cache);
}
