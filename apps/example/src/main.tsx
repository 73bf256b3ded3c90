// First, so that the styles of a component win over the base.
// oxlint-disable-next-line import/no-unassigned-import -- a stylesheet has nothing to assign
import './styles/base.css';
import { CloseProvider } from '@closekit/react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { close } from './close-client.ts';
import { CrashBoundary } from './parts/crash-boundary.tsx';

const queryClient = new QueryClient({ defaultOptions: { queries: { staleTime: 30_000 } } });
const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root.');

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <CloseProvider client={close}>
        <CrashBoundary>
          <App />
        </CrashBoundary>
      </CloseProvider>
    </QueryClientProvider>
  </StrictMode>,
);
