import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import type { ComponentProps, ReactNode } from 'react';
import { apiSession, CloseProvider } from '../src/index.ts';

/** Options of the app around the components of a test. */
export interface CloseAppProps extends ComponentProps<typeof CloseProvider> {
  readonly queryClient: QueryClient;
}

/** The providers of an app, in strict mode. */
export function CloseApp({ queryClient, ...props }: CloseAppProps): ReactNode {
  return (
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <CloseProvider sessionSource={apiSession} {...props} />
      </QueryClientProvider>
    </StrictMode>
  );
}

/** Creates the wrapper that renders the app around the components of one test. */
export function closeWrapper({
  queryClient = new QueryClient(),
  ...props
}: Partial<CloseAppProps> & Pick<CloseAppProps, 'client'>) {
  return ({ children }: { children: ReactNode }) => (
    <CloseApp queryClient={queryClient} {...props}>
      {children}
    </CloseApp>
  );
}
