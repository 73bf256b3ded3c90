import { CloseAuthBoundary, useCloseSuspenseInfiniteQuery, useCloseSuspenseQuery } from '@closekit/react';
import { Suspense } from 'react';
import type { ReactNode } from 'react';
import { StateCard } from './state-card.tsx';

/** Suspended reads: a fallback shows until both have data, and a boundary catches a lost connection. */
export function SuspenseCard(): ReactNode {
  return (
    <CloseAuthBoundary>
      <Suspense fallback={<p>One moment…</p>}>
        <Reads />
      </Suspense>
    </CloseAuthBoundary>
  );
}

function Reads(): ReactNode {
  const me = useCloseSuspenseQuery((q) => q.users.getMe());
  const leads = useCloseSuspenseInfiniteQuery((q) => q.leads.list({ _limit: 10 }));
  const facts = {
    'me.data.first_name': me.data.first_name,
    'leads.data.pages.length': leads.data.pages.length,
  };
  return (
    <StateCard title="useCloseSuspenseQuery(), useCloseSuspenseInfiniteQuery()" facts={facts}>
      <button className="button" onClick={() => void leads.fetchNextPage()}>
        More
      </button>
    </StateCard>
  );
}
