import { cookieSession, createCloseClient, type CloseClient } from '@closekit/client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode, type ComponentProps, type ReactNode } from 'react';
import { CloseProvider } from '../src/index.ts';
import type { FakeBackend } from './fake-backend.ts';

/** What a test may change about the provider. */
export interface WrapperOptions extends Omit<ComponentProps<typeof CloseProvider>, 'children'> {
  readonly queryClient?: QueryClient;
}

/**
 * Wraps what is rendered as an app would, in strict mode.
 *
 * @param options The client, and what else the provider takes.
 * @returns The wrapper.
 */
export function closeWrapper({ queryClient = new QueryClient(), ...props }: WrapperOptions) {
  return ({ children }: { children: ReactNode }) => (
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <CloseProvider {...props}>{children}</CloseProvider>
      </QueryClientProvider>
    </StrictMode>
  );
}

/**
 * A client with a cookie session, as it runs in a browser.
 *
 * @param backend Answers in place of a server.
 * @returns The client.
 */
export function cookieClient(backend: FakeBackend): CloseClient {
  return createCloseClient({ auth: cookieSession(), fetch: backend.fetch, retry: false });
}
