import { cookieSession, createCloseClient } from '@closekit/client';
import { CloseProvider, useCloseAuth, useCloseQuery } from '@closekit/react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';

const close = createCloseClient({ auth: cookieSession('/api/close') });
const queryClient = new QueryClient();

export const App = () => (
  <QueryClientProvider client={queryClient}>
    <CloseProvider client={close}>
      <Leads />
    </CloseProvider>
  </QueryClientProvider>
);

function Leads() {
  const auth = useCloseAuth();
  const leads = useCloseQuery((q) => q.leads.list({ _limit: 10 }), { select: (page) => page.data });
  if (auth.status === 'loading') return <p>One moment…</p>;
  if (auth.status !== 'signed-in') return <button onClick={() => auth.signIn()}>Connect to Close</button>;
  if (leads.isError) return <p role="alert">{leads.error.message}</p>;
  const items = leads.data?.map((lead) => <li key={lead.id}>{lead.display_name}</li>);
  return (
    <main>
      <h1>{auth.organization.name}</h1>
      <ul>{items}</ul>
    </main>
  );
}
