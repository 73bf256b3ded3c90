import { cookieSession, createCloseClient } from '@closekit/client';
import { CloseProvider, SignedIn, useCloseQuery } from '@closekit/react';
import { ConnectButton, ConnectionBanner } from '@closekit/react/parts';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';

const close = createCloseClient({ auth: cookieSession('/api/close') });
const queryClient = new QueryClient();

export const App = () => (
  <QueryClientProvider client={queryClient}>
    <CloseProvider client={close}>
      <ConnectionBanner />
      <SignedIn fallback={<ConnectButton fallback="One moment…" />}>
        {({ organization }) => <Leads of={organization.name} />}
      </SignedIn>
    </CloseProvider>
  </QueryClientProvider>
);

function Leads({ of }: { of: string }) {
  const leads = useCloseQuery((q) => q.leads.list({ _limit: 10 }), { select: (page) => page.data });
  if (leads.isLoadingError) return <p role="alert">{leads.error.message}</p>;
  const items = leads.data?.map((lead) => <li key={lead.id}>{lead.display_name}</li>);
  return (
    <main>
      <h1>Leads of {of}</h1>
      <ul>{items}</ul>
    </main>
  );
}
