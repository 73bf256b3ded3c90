// The server side of the page: a realm without a window, with its own copy of React and of the sandbox.

import { createSandbox } from '@closekit/sandbox';
import { dehydrate, QueryClient } from '@tanstack/react-query';
import { renderToReadableStream } from 'react-dom/server';
import { createCloseQueryOptions } from '../src/index.ts';
import { createTestBackend } from '../src/testing.ts';
import { isomorphicPage, staleTime } from './isomorphic-page.tsx';
import type { IsomorphicPageProps, Sent } from './isomorphic-page.tsx';

/** The request to render a page. */
export interface ServerRequest extends Pick<IsomorphicPageProps, 'kind'> {
  /** Whether the server has the session, and prefetches. */
  readonly isPrepared: boolean;
}

/** The response of the server. */
export interface ServerResult {
  readonly html: string;
  /** Serialized, as inside a page. */
  readonly sent: string;
  readonly errors: readonly string[];
}

const sandbox = createSandbox({ leads: 3 });
const backend = createTestBackend({ sandbox });
const client = backend.client;

self.addEventListener('message', ({ data }: MessageEvent<ServerRequest>) => void answer(data));

async function answer({ kind, isPrepared }: ServerRequest): Promise<void> {
  const sent = await prepare(isPrepared);
  const errors: string[] = [];
  const stream = await renderToReadableStream(isomorphicPage({ kind, client, fetch: backend.fetch, sent }), {
    onError: (error) => void errors.push(String(error)),
  });
  const html = await new Response(stream).text();
  const message: ServerResult = { html, sent: JSON.stringify(sent), errors };
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no target origin
  self.postMessage(message);
}

async function prepare(isPrepared: boolean): Promise<Sent> {
  const queryClient = new QueryClient({ defaultOptions: { queries: { staleTime } } });
  if (!isPrepared) return { state: dehydrate(queryClient) };
  const { session } = backend;
  const queries = createCloseQueryOptions(client, { session });
  await queryClient.query(queries.users.getMe());
  await queryClient.infiniteQuery(queries.infinite.leads.list({ _limit: 2 }));
  return { session, state: dehydrate(queryClient) };
}
