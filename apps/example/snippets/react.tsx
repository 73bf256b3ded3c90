/** The React snippet of the README, compiled with the sample app. */
// #region react
import { cookieSession, createCloseClient } from '@closekit/client';
import { CloseProvider, SignedIn, SignedOut, useCloseQuery } from '@closekit/react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';

const queryClient = new QueryClient();
const close = createCloseClient({ auth: cookieSession('/api/close') });

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <CloseProvider client={close}>
        <SignedOut>{({ signIn }) => <button onClick={() => signIn()}>Connect to Close</button>}</SignedOut>
        <SignedIn>
          <Leads />
        </SignedIn>
      </CloseProvider>
    </QueryClientProvider>
  );
}

function Leads() {
  const leads = useCloseQuery((q) => q.leads.list({ _limit: 10 }));
  return (
    <ul>
      {leads.data?.data.map((lead) => (
        <li key={lead.id}>{lead.display_name}</li>
      ))}
    </ul>
  );
}
// #endregion
