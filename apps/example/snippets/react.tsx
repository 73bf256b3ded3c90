/** The React snippet of the README, compiled with the sample app. */
// #region react
import { cookieSession, createCloseClient } from '@closekit/client';
import { CloseProvider, SignedIn, useCloseQuery } from '@closekit/react';
import { ConnectButton, ConnectionBanner } from '@closekit/react/parts';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';

const queryClient = new QueryClient();
const close = createCloseClient({ auth: cookieSession('/api/close') });

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <CloseProvider client={close}>
        <ConnectionBanner />
        <SignedIn fallback={<ConnectButton />}>
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
