'use client';

import type { CloseClient } from '@closekit/client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import type { ReactNode } from 'react';
import { CloseProvider } from '../components/close-provider.tsx';
import type { CloseProviderProps } from '../components/close-provider.tsx';
import { createTestBackend } from './create-test-backend.ts';
import type { TestBackend } from './create-test-backend.ts';

/** What a test may change about the app around its components. */
export interface CloseTestAppOptions extends Pick<CloseProviderProps, 'initialSession' | 'navigate'> {
  /** Answers the requests. Default: one of its own, where somebody is signed in. */
  readonly backend?: TestBackend | undefined;
  /** Answers the queries. Default: the backend's. */
  readonly client?: CloseClient | undefined;
  /** Keeps the answers. Default: one of its own. */
  readonly queryClient?: QueryClient | undefined;
  /** Whether React shall look for impure components by rendering them twice. Default: false. */
  readonly strictMode?: boolean | undefined;
}

/** The app around the components of one test. */
export interface CloseTestApp {
  /** Answers the requests. */
  readonly backend: TestBackend;
  /** Keeps the answers. */
  readonly queryClient: QueryClient;
  /** Answers the queries. */
  readonly client: CloseClient;
}

/** Renders its children inside of that app: what test libraries take as their `wrapper`. */
export type CloseTestWrapper = (props: { readonly children: ReactNode }) => ReactNode;

/**
 * Puts the app around the components of one test together.
 *
 * @param options - What differs from the defaults.
 * @returns The app, and the component that puts it around others.
 */
export function createCloseTestApp(
  options: CloseTestAppOptions,
): CloseTestApp & { readonly wrapper: CloseTestWrapper } {
  const { backend = createTestBackend(), queryClient = new QueryClient() } = options;
  const { client = backend.client, navigate = backend.navigate } = options;
  const { initialSession, strictMode = false } = options;
  const { fetch, eventSource } = backend;
  const provided = { client, navigate, initialSession, fetch, eventSource };
  const wrapper: CloseTestWrapper = ({ children }) => {
    const app = (
      <QueryClientProvider client={queryClient}>
        <CloseProvider {...provided}>{children}</CloseProvider>
      </QueryClientProvider>
    );
    return strictMode ? <StrictMode>{app}</StrictMode> : app;
  };
  return { backend, queryClient, client, wrapper };
}
