'use client';

import { cookieSession, createCloseClient } from '@closekit/client';
import type { CloseClient } from '@closekit/client';
import { createSandbox } from '@closekit/sandbox';
import type { Fault, SandboxOptions } from '@closekit/sandbox';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import type { ComponentType, ReactElement, ReactNode } from 'react';
import { apiSession } from '../auth/api-session.ts';
import { CloseProvider } from '../components/close-provider.tsx';
import type { CloseSession } from '../auth/close-session.ts';
import { createTestBackend } from './create-test-backend.ts';
import type { TestBackend } from './create-test-backend.ts';

/** The settings of a story, in `parameters.close`. All of them are optional. */
export interface CloseStoryParameters {
  /** Initial status of the session. Default: `signed-in`. */
  readonly session?: CloseSession['status'];
  /** Whether the first render already has the session, as after server rendering. Default: `false`. */
  readonly hydrated?: boolean;
  /** Options of the sandbox. Default: 25 leads. */
  readonly sandbox?: SandboxOptions;
  /** Faults of the sandbox. */
  readonly faults?: readonly Fault[];
  /** Delay of the API responses, in milliseconds. Default: 0. */
  readonly delayMs?: number;
  /** Whether the network of the browser is down. Default: `false`. */
  readonly offline?: boolean;
  /**
   * Creates the client. Default: a client with a cookie session, without retries.
   *
   * @param backend - The backend of the story.
   * @returns The client.
   */
  readonly createClient?: (backend: TestBackend) => CloseClient;
  /**
   * Prepares the backend before the story is rendered.
   *
   * @param backend - The backend of the story.
   * @returns Nothing, or a promise that the story waits for.
   */
  readonly prepare?: (backend: TestBackend) => void | Promise<void>;
}

/** The part of Storybook's context that {@link withClose} reads. */
export interface CloseStoryContext {
  /** The parameters of the story; `close` has the settings of its backend. */
  readonly parameters: { readonly close?: CloseStoryParameters };
  /** The results of the loaders; `close` is the backend. */
  readonly loaded?: { readonly close?: TestBackend };
}

/** Options of {@link withClose}. All of them are optional. */
export interface WithCloseOptions {
  /**
   * Whether requests use the `fetch` and `EventSource` of the page, so that the handlers of
   * `@closekit/react/testing/msw` get them; otherwise the backend handles them in process. Default: `false`.
   */
  readonly network?: boolean;
  /**
   * Creates the cache of a story. Default: a `QueryClient` without options.
   *
   * @returns The cache.
   */
  readonly createQueryClient?: () => QueryClient;
}

/**
 * Creates the backend of a story: a Storybook loader. `play` functions find it in `loaded.close`.
 *
 * @param context - The context of Storybook; the loader reads `parameters.close`.
 * @returns The backend, as `close`.
 * @example
 * ```ts
 * const preview = { loaders: [loadClose], decorators: [withClose()] };
 * ```
 */
export async function loadClose({ parameters }: CloseStoryContext): Promise<{ close: TestBackend }> {
  return { close: await prepareBackend(parameters.close ?? {}) };
}

/**
 * Creates a Storybook decorator that connects each story to its own backend.
 * A login does not leave the page: it succeeds at once, and the story starts again.
 *
 * @param options - The transport of the requests, and the cache.
 * @returns The decorator. Add `loadClose` to the `loaders` too: without it a story fails with a TypeError.
 * @example
 * ```ts
 * const preview = { loaders: [loadClose], decorators: [withClose()] };
 * ```
 */
export function withClose(
  options: WithCloseOptions = {},
): (Story: ComponentType, context: CloseStoryContext) => ReactElement {
  return (Story, { parameters, loaded }) => {
    const backend = loaded?.close;
    if (backend === undefined) throw new TypeError('withClose: `loaders` must include loadClose.');
    return (
      <CloseStory backend={backend} options={options} parameters={parameters.close ?? {}}>
        <Story />
      </CloseStory>
    );
  };
}

interface CloseStoryProps {
  readonly backend: TestBackend;
  readonly options: WithCloseOptions;
  readonly parameters: CloseStoryParameters;
  readonly children: ReactNode;
}

/** The app around one story: one page until the next login. */
function CloseStory({ backend, options, parameters, children }: CloseStoryProps): ReactNode {
  const { network = false, createQueryClient = () => new QueryClient() } = options;
  const { hydrated = false, createClient = network ? networkClient : backendClient } = parameters;
  const startPage = () => ({
    backend,
    number: backend.visited.length,
    client: createClient(backend),
    queryClient: createQueryClient(),
  });
  const [page, setPage] = useState(startPage);
  // Storybook runs the loaders again when a control changes: another backend is another browser.
  if (page.backend !== backend) setPage(startPage);
  const navigate = (url: string): void => {
    backend.navigate(url);
    backend.signIn();
    setPage(startPage);
  };
  return (
    <QueryClientProvider client={page.queryClient}>
      <CloseProvider
        key={page.number}
        client={page.client}
        sessionSource={apiSession}
        navigate={navigate}
        initialSession={hydrated ? backend.session : undefined}
        fetch={network ? undefined : backend.fetch}
        eventSource={network ? undefined : backend.eventSource}
      >
        {children}
      </CloseProvider>
    </QueryClientProvider>
  );
}

function backendClient({ client }: TestBackend): CloseClient {
  return client;
}

function networkClient({ basePath }: TestBackend): CloseClient {
  return createCloseClient({ auth: cookieSession(basePath), retry: false });
}

async function prepareBackend(parameters: CloseStoryParameters): Promise<TestBackend> {
  const { session, faults = [], delayMs = 0, offline = false, prepare } = parameters;
  const sandbox = createSandbox({ leads: 25, ...parameters.sandbox });
  const backend = createTestBackend({ sandbox, session });
  for (const fault of faults) sandbox.faults.next(fault);
  backend.delayMs = delayMs;
  await prepare?.(backend);
  backend.isOffline = offline;
  return backend;
}
