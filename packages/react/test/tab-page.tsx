import { cookieSession, createCloseClient } from '@closekit/client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { CloseProvider, useCloseAuth } from '../src/index.ts';
import type { TabWindow } from './open-tab.ts';

// The whole of one tab: a page of its own, with its own copy of everything but the backend.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its opener has put the backend there
const tab = window as unknown as TabWindow;
const client = createCloseClient({ auth: cookieSession(), fetch: tab.backendFetch });
const queryClient = new QueryClient();

function Account() {
  const auth = useCloseAuth();
  useEffect(() => {
    Object.assign(tab, { auth });
  });
  return null;
}

createRoot(document.body).render(
  <QueryClientProvider client={queryClient}>
    <CloseProvider client={client} fetch={tab.backendFetch}>
      <Account />
    </CloseProvider>
  </QueryClientProvider>,
);
