import type { CloseClient } from '@closekit/client';
import { HydrationBoundary, QueryClient } from '@tanstack/react-query';
import type { DehydratedState } from '@tanstack/react-query';
import { Suspense, useEffect } from 'react';
import type { ReactNode } from 'react';
import {
  SignedIn,
  SignedOut,
  useCloseAuth,
  useCloseAuthSuspense,
  useCloseInfiniteQuery,
  useCloseLive,
  useCloseQuery,
  useCloseSuspenseQuery,
} from '../src/index.ts';
import type { CloseSession } from '../src/index.ts';
import { CloseApp } from './render-close.tsx';

/** Long enough that the browser does not refetch the data of the server at once. */
export const staleTime = 60_000;

/** The data that a server sends with the page. */
export interface Sent {
  readonly session?: CloseSession | undefined;
  readonly state: DehydratedState;
}

/** The props of the page on the server and in the browser. */
export interface IsomorphicPageProps {
  readonly kind: 'plain' | 'suspending';
  readonly client: CloseClient;
  readonly fetch: typeof fetch;
  readonly sent: Sent;
  readonly onHydrated?: () => void;
}

/** A page that a server and a browser render alike, each with its own cache. */
export function isomorphicPage({ kind, client, fetch, sent, onHydrated }: IsomorphicPageProps): ReactNode {
  const queryClient = new QueryClient({ defaultOptions: { queries: { staleTime } } });
  return (
    <CloseApp queryClient={queryClient} client={client} fetch={fetch} initialSession={sent.session}>
      <HydrationBoundary state={sent.state}>
        {kind === 'plain' ? <Plain onHydrated={onHydrated} /> : <Suspending onHydrated={onHydrated} />}
      </HydrationBoundary>
    </CloseApp>
  );
}

interface PageProps {
  readonly onHydrated: (() => void) | undefined;
}

function Plain({ onHydrated }: PageProps) {
  useEffect(() => onHydrated?.(), [onHydrated]);
  const auth = useCloseAuth();
  const me = useCloseQuery((q) => q.users.getMe());
  const leads = useCloseInfiniteQuery((q) => q.leads.list({ _limit: 2 }));
  const count = leads.data?.pages.flatMap(({ data }) => data).length;
  const live = useCloseLive({ enabled: false });
  return (
    <main>
      {[auth.status, me.status, me.data?.first_name, count, live.status].join(' ')}
      <SignedIn fallback=" nobody"> somebody</SignedIn>
      <SignedOut> out</SignedOut>
    </main>
  );
}

function Suspending(props: PageProps) {
  return (
    <Suspense fallback={<p>suspended</p>}>
      <Suspended {...props} />
    </Suspense>
  );
}

function Suspended({ onHydrated }: PageProps) {
  useEffect(() => onHydrated?.(), [onHydrated]);
  const auth = useCloseAuthSuspense();
  const { data } = useCloseSuspenseQuery((q) => q.users.getMe());
  return <main>{`${auth.status} ${data.first_name}`}</main>;
}
