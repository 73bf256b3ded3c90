// #region page
import { cookieSession, createCloseClient } from '@closekit/client';
import { createCloseQueryOptions, SignedIn } from '@closekit/react';
import { ConnectButton } from '@closekit/react/parts';
import { fetchAs } from '@closekit/server';
import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { Suspense } from 'react';
import { handler } from '../../close.ts';
import { readSession } from '../../session.ts';
import { newestLeads, newestOpportunities } from './inputs.ts';
import { Leads } from './leads.tsx';
import { Opportunities } from './opportunities.tsx';

export default async function LeadsPage() {
  const session = await readSession();
  // A link on another site led here, and the browser withheld the cookie. It sends it when the page loads again.
  if (session === undefined) return <meta httpEquiv="refresh" content="0" />;
  if (session.status !== 'signed-in') redirect('/api/close/login?returnTo=/leads');
  const fetch = fetchAs(handler, await headers());
  const close = createCloseClient({ auth: cookieSession('/api/close'), fetch });
  const queries = createCloseQueryOptions(close, { session });
  const cache = new QueryClient();
  // The page waits for the leads. The opportunities are streamed: a query that is pending is sent as a promise.
  void cache.query(queries.opportunities.list(newestOpportunities)).catch(() => undefined);
  await cache.query(queries.leads.list(newestLeads)).catch(() => undefined);
  return (
    <SignedIn fallback={<ConnectButton returnTo="/leads" />}>
      <HydrationBoundary
        state={dehydrate(cache, { shouldDehydrateQuery: ({ state }) => state.status !== 'error' })}
      >
        <Leads />
        <Suspense fallback={<output>Opportunities are on their way…</output>}>
          <Opportunities />
        </Suspense>
      </HydrationBoundary>
    </SignedIn>
  );
}
// #endregion page
