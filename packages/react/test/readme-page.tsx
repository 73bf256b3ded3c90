import { cookieSession, createCloseClient } from '@closekit/client';
import { CloseProvider, SignedIn, SignedOut, useCloseAuth, useCloseQuery } from '@closekit/react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';

const close = createCloseClient({ auth: cookieSession('/api/close') });
const queryClient = new QueryClient();

export const App = () => (
  <QueryClientProvider client={queryClient}>
    <CloseProvider client={close}>
      <SignedOut>{({ signIn }) => <button onClick={() => signIn()}>Connect to Close</button>}</SignedOut>
      <SignedIn>{({ organization }) => <Leads of={organization.name} />}</SignedIn>
    </CloseProvider>
  </QueryClientProvider>
);

function Leads({ of }: { of: string }) {
  const auth = useCloseAuth();
  const leads = useCloseQuery((q) => q.leads.list({ _limit: 10 }), { select: (page) => page.data });
  const items = leads.data?.map((lead) => <li key={lead.id}>{lead.display_name}</li>);
  return (
    <main>
      <h1>{of}</h1>
      {auth.status === 'needs-reauth' && <button onClick={() => auth.signIn()}>Reconnect</button>}
      {leads.isLoadingError && <p role="alert">{leads.error.message}</p>}
      <ul>{items}</ul>
    </main>
  );
}
