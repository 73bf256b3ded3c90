// The examples of the README, here so that the compiler checks them.

import { bearer, createCloseClient, tokenSession } from '@closekit/client';
import type { CloseClient, TokenSource } from '@closekit/client';
import {
  apiSession,
  CloseAuthBoundary,
  CloseProvider,
  createCloseQueryOptions,
  optimistic,
  registerCloseMutations,
  SignedIn,
  useCloseLive,
  useCloseMutation,
  useCloseSuspenseQuery,
} from '@closekit/react';
import type { CloseSession } from '@closekit/react';
import { ConnectButton, ConnectionBanner, OrganizationSwitcher, UserMenu } from '@closekit/react/parts';
import type { PartSlot } from '@closekit/react/parts';
import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import type { DehydratedState } from '@tanstack/react-query';
import { PersistQueryClientProvider } from '@tanstack/react-query-persist-client';
import type { Persister } from '@tanstack/react-query-persist-client';
import { Suspense } from 'react';
import type { ReactNode } from 'react';

// #region options
export async function warmUp(
  close: CloseClient,
  queryClient: QueryClient,
  session: CloseSession | undefined,
) {
  if (session?.status !== 'signed-in') return; // the options send nothing then
  const queries = createCloseQueryOptions(close, { session });
  await queryClient.query(queries.users.getMe()); // fetchQuery before TanStack Query 5.102
  await queryClient.infiniteQuery(queries.infinite.leads.list()); // page parameters are filled in
}
// #endregion options

// #region shell
export function Shell({ leadId }: { leadId: string }) {
  return (
    <>
      <ConnectionBanner />
      <OrganizationSwitcher />
      <UserMenu items={settings} />
      <SignedIn fallback={<ConnectButton />}>
        <CloseAuthBoundary>
          <Suspense fallback={<p>One moment…</p>}>
            <LeadName id={leadId} />
          </Suspense>
        </CloseAuthBoundary>
      </SignedIn>
    </>
  );
}

const settings = (
  <a role="menuitem" tabIndex={-1} href="/settings">
    Settings
  </a>
);
// #endregion shell

// #region slots
const ownButton: PartSlot<'button'> = (props) => <button {...props} className="button primary" />;

export const ConnectClose = () => (
  <ConnectButton
    returnTo="/leads"
    labels={{ connect: 'Mit Close verbinden', tryAgain: 'Erneut versuchen' }}
    slots={{ button: ownButton }}
  />
);
// #endregion slots

// #region persisted
export const Root = ({ close, queryClient, persister, children }: RootProps) => (
  <PersistQueryClientProvider client={queryClient} persistOptions={{ persister }}>
    <CloseProvider client={close} onSignedOut={() => persister.removeClient()}>
      {children}
    </CloseProvider>
  </PersistQueryClientProvider>
);
// #endregion persisted

interface RootProps {
  close: CloseClient;
  queryClient: QueryClient;
  persister: Persister;
  children: ReactNode;
}

// #region write
function LeadName({ id }: { id: string }) {
  const { data: lead } = useCloseSuspenseQuery((q) => q.leads.get(id));
  const rename = useCloseMutation((m) => optimistic(m.leads.update()));
  return (
    <button onClick={() => rename.mutate({ id, body: { name: `${lead.name}!` } })}>
      {lead.display_name}
    </button>
  );
}
// #endregion write

// #region offline
export function createQueryClient() {
  const queryClient = new QueryClient();
  registerCloseMutations(queryClient);
  return queryClient; // for persistQueryClient, or for PersistQueryClientProvider around CloseProvider
}
// #endregion offline

// #region live
export function LiveBadge() {
  const { status } = useCloseLive({ readsPerMinute: 30 });
  return status === 'open' ? <span>live</span> : null;
}
// #endregion live

// #region token
export const direct = createCloseClient({ auth: tokenSession('/api/close') });
// #endregion token

declare const tokens: TokenSource;

// #region own-token
const own = createCloseClient({ auth: bearer(tokens) });

export const OwnTokenApp = ({ children }: { children: ReactNode }) => (
  <CloseProvider client={own} sessionSource={apiSession}>
    {children}
  </CloseProvider>
);
// #endregion own-token

// #region server
export async function load(close: CloseClient, session: CloseSession | undefined) {
  const queryClient = new QueryClient();
  await warmUp(close, queryClient, session);
  return { session, state: dehydrate(queryClient) };
}

interface PageProps {
  close: CloseClient;
  session: CloseSession | undefined;
  state: DehydratedState;
}

export const Page = ({ close, session, state }: PageProps) => (
  <CloseProvider client={close} initialSession={session}>
    <HydrationBoundary state={state}>
      <Shell leadId="lead_1" />
    </HydrationBoundary>
  </CloseProvider>
);
// #endregion server
