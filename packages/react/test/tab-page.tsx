import { cookieSession, createCloseClient } from '@closekit/client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { CloseProvider, useCloseAuth, useCloseLive, useCloseQuery } from '../src/index.ts';
import type { TabWindow } from './open-tab.ts';

// One whole tab: its own page, with its own copy of everything except the backend.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its opener has put the backend there
const tab = window as unknown as TabWindow;
// A frame without its own URL cannot resolve paths.
const baseUrl = new URL('/api/close/api/v1', document.baseURI).href;
const client = createCloseClient({ auth: cookieSession(), baseUrl, fetch: tab.backendFetch, retry: false });
const queryClient = new QueryClient();

function Account() {
  const auth = useCloseAuth();
  useEffect(() => {
    Object.assign(tab, { auth });
  });
  const live = useCloseLive({
    enabled: tab.isLive === true,
    onEvent: ({ id }) => tab.heard?.push(id),
  });
  const me = useCloseQuery((q) => q.users.getMe(), { refetchInterval: 60_000 });
  return me.data ? `I am ${me.data.first_name}, live events are ${live.status}` : null;
}

const root = createRoot(document.body);
tab.unmount = () => {
  root.unmount();
  queryClient.clear();
};
root.render(
  <QueryClientProvider client={queryClient}>
    <CloseProvider client={client} fetch={tab.backendFetch}>
      <Account />
    </CloseProvider>
  </QueryClientProvider>,
);
