'use client';

import { cookieSession, createCloseClient } from '@closekit/client';
import type { CloseClient } from '@closekit/client';
import { createSandbox } from '@closekit/sandbox';
import type { Fault, SandboxOptions } from '@closekit/sandbox';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import type { ComponentType, ReactElement, ReactNode } from 'react';
import { CloseProvider } from '../components/close-provider.tsx';
import type { CloseSession } from '../auth/close-session.ts';
import { createTestBackend } from './create-test-backend.ts';
import type { TestBackend } from './create-test-backend.ts';

/** What a story says about its backend, in `parameters.close`. All of it is optional. */
export interface CloseStoryParameters {
  /** Whether somebody is connected. Default: `signed-in`. */
  readonly session?: CloseSession['status'];
  /** Whether the first render already knows who is connected, as after server rendering. Default: false. */
  readonly hydrated?: boolean;
  /** The data and the rules of the local Close. Default: 25 leads. */
  readonly sandbox?: SandboxOptions;
  /** What goes wrong. */
  readonly faults?: readonly Fault[];
  /** How much later the answers of the API come, in milliseconds. Default: 0. */
  readonly delayMs?: number;
  /** Whether the browser has lost the network. Default: false. */
  readonly offline?: boolean;
  /**
   * Makes the client. Default: one with a cookie session, which sends everything once.
   *
   * @param backend - The backend of the story.
   * @returns The client.
   */
  readonly createClient?: (backend: TestBackend) => CloseClient;
  /**
   * Whatever else the backend shall be told before the story is rendered.
   *
   * @param backend - The backend of the story.
   * @returns Nothing, or a promise that the story waits for.
   */
  readonly prepare?: (backend: TestBackend) => void | Promise<void>;
}

/** The part of Storybook's context that is read here. */
export interface CloseStoryContext {
  /** What the story says; `close` is about its backend. */
  readonly parameters: { readonly close?: CloseStoryParameters };
  /** What the loaders gave; `close` is the backend. */
  readonly loaded?: { readonly close?: TestBackend };
}

/** Settings of {@link withClose}. All of them are optional. */
export interface WithCloseOptions {
  /**
   * Whether requests leave through the page's own `fetch` and `EventSource`, for the handlers of `@closekit/react/testing/msw` to answer.
   * Default: false, the backend answers without a network.
   */
  readonly network?: boolean;
  /**
   * Makes the cache of a story. Default: TanStack Query's own defaults.
   *
   * @returns The cache.
   */
  readonly createQueryClient?: () => QueryClient;
}

/**
 * Creates the backend of a story: a Storybook loader. `play` functions find it in `loaded.close`.
 *
 * @param context - Storybook's; `parameters.close` is read.
 * @returns What Storybook keeps as `loaded`.
 * @example
 * const preview = { loaders: [loadClose], decorators: [withClose()] };
 */
export async function loadClose({ parameters }: CloseStoryContext): Promise<{ close: TestBackend }> {
  return { close: await prepareBackend(parameters.close ?? {}) };
}

/**
 * Makes a Storybook decorator that connects stories to a backend of their own.
 * A login leaves no page: it succeeds at once, and the story starts again.
 *
 * @param options - How requests travel, and the cache.
 * @returns The decorator. Put `loadClose` into the `loaders` besides.
 * @example
 * const preview = { loaders: [loadClose], decorators: [withClose()] };
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

/** The app around one story: one page, until a login leaves it. */
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
  // Storybook loads again when a control is changed: another backend is another browser.
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
