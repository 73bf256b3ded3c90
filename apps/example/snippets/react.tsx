/** The React snippet of the README, compiled with the sample app. */
// #region react
import { cookieSession, createCloseClient } from '@closekit/client';
import { CloseProvider, useCloseAuth, useCloseQuery } from '@closekit/react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';

const queryClient = new QueryClient();
const close = createCloseClient({ auth: cookieSession('/api/close') });

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <CloseProvider client={close}>
        <Leads />
      </CloseProvider>
    </QueryClientProvider>
  );
}

function Leads() {
  const auth = useCloseAuth();
  const leads = useCloseQuery((q) => q.leads.list({ _limit: 10 }));
  if (auth.status !== 'signed-in') return <button onClick={() => auth.signIn()}>Connect to Close</button>;
  return (
    <ul>
      {leads.data?.data.map((lead) => (
        <li key={lead.id}>{lead.display_name}</li>
      ))}
    </ul>
  );
}
// #endregion
