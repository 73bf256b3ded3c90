'use client';

// #region providers
import { cookieSession, createCloseClient } from '@closekit/client';
import { CloseProvider } from '@closekit/react';
import type { CloseSession } from '@closekit/react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';

const close = createCloseClient({ auth: cookieSession('/api/close') });

interface ProvidersProps {
  session: CloseSession | undefined;
  children: ReactNode;
}

export function Providers({ session, children }: ProvidersProps) {
  // One cache for each page, also on the server. Data of the server stays fresh for a minute.
  const [cache] = useState(() => new QueryClient({ defaultOptions: { queries: { staleTime: 60_000 } } }));
  return (
    <QueryClientProvider client={cache}>
      <CloseProvider client={close} initialSession={session}>
        {children}
      </CloseProvider>
    </QueryClientProvider>
  );
}
// #endregion providers
