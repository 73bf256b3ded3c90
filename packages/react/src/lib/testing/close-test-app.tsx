'use client';

import type { CloseClient } from '@closekit/client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import type { ReactNode } from 'react';
import { apiSession } from '../auth/api-session.ts';
import { CloseProvider } from '../components/close-provider.tsx';
import type { CloseProviderProps } from '../components/close-provider.tsx';
import { createTestBackend } from './create-test-backend.ts';
import type { TestBackend } from './create-test-backend.ts';

/** Options of the app around the components of a test. */
export interface CloseTestAppOptions extends Pick<
  CloseProviderProps,
  'initialSession' | 'navigate' | 'onSignedOut'
> {
  /** The backend that handles the requests. Default: a new one with a signed-in user. */
  readonly backend?: TestBackend | undefined;
  /** The client that sends the requests. Default: the client of the backend. */
  readonly client?: CloseClient | undefined;
  /** The cache. Default: a new one. */
  readonly queryClient?: QueryClient | undefined;
  /** Whether to render in React's strict mode, which renders components twice. Default: `false`. */
  readonly strictMode?: boolean | undefined;
}

/** The app around the components of one test. */
export interface CloseTestApp {
  /** The backend that handles the requests. */
  readonly backend: TestBackend;
  /** The cache. */
  readonly queryClient: QueryClient;
  /** The client that sends the requests. */
  readonly client: CloseClient;
}

/**
 * Renders its children inside the app: the `wrapper` of test libraries.
 *
 * @param props - The `children`.
 * @returns The children inside of the app.
 */
export type CloseTestWrapper = (props: { readonly children: ReactNode }) => ReactNode;

/** Creates the app around the components of one test, and the wrapper that renders it. */
export function createCloseTestApp(
  options: CloseTestAppOptions,
): CloseTestApp & { readonly wrapper: CloseTestWrapper } {
  const { backend = createTestBackend(), queryClient = new QueryClient() } = options;
  const { client = backend.client, navigate = backend.navigate } = options;
  const { initialSession, onSignedOut, strictMode = false } = options;
  const { fetch, eventSource } = backend;
  const provided = { client, navigate, initialSession, fetch, eventSource, onSignedOut };
  const wrapper: CloseTestWrapper = ({ children }) => {
    const app = (
      <QueryClientProvider client={queryClient}>
        <CloseProvider {...provided} sessionSource={apiSession}>
          {children}
        </CloseProvider>
      </QueryClientProvider>
    );
    return strictMode ? <StrictMode>{app}</StrictMode> : app;
  };
  return { backend, queryClient, client, wrapper };
}
