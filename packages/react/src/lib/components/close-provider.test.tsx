import { apiKey, cookieSession, createCloseClient } from '@closekit/client';
import type { CloseClient } from '@closekit/client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Suspense } from 'react';
import type { ReactNode } from 'react';
import { renderToPipeableStream, renderToString } from 'react-dom/server';
import { describe, expect, it, vi } from 'vitest';
import { apiSession } from '../auth/api-session.ts';
import { CloseProvider } from './close-provider.tsx';
import { createCloseQueryOptions } from '../queries/create-close-query-options.ts';
import type { CloseSession } from '../auth/close-session.ts';
import { useCloseAuth } from '../hooks/use-close-auth.ts';
import { useCloseQuery } from '../hooks/use-close-query.ts';
import { useCloseSuspenseQuery } from '../hooks/use-close-suspense-query.ts';

const refuseFetch: typeof fetch = () =>
  Promise.reject(new TypeError('a server sends nothing while it renders'));
const client = createCloseClient({ auth: cookieSession(), fetch: refuseFetch });
const signedIn: CloseSession = {
  status: 'signed-in',
  user: { id: 'user_1', name: 'Ada Lovelace' },
  organization: { id: 'orga_1', name: 'Analytical Engines' },
  organizations: [{ id: 'orga_1', name: 'Analytical Engines' }],
  expiresAt: null,
  generation: null,
  refreshes: null,
  scope: null,
};

function Account() {
  const auth = useCloseAuth();
  const leadStatus = useCloseQuery((q) => q.leadStatuses.get('stat_1'), { select: ({ label }) => label });
  return <p>{[auth.status, leadStatus.data].join(' ')}</p>;
}

function SuspendedLabel() {
  return <p>{useCloseSuspenseQuery((q) => q.leadStatuses.get('stat_1')).data.label}</p>;
}

function renderOnServer(page: ReactNode, queryClient = new QueryClient()): string {
  return renderToString(<QueryClientProvider client={queryClient}>{page}</QueryClientProvider>);
}

describe('CloseProvider', () => {
  it('renders the session and the prefetched data on a server', () => {
    const queryClient = new QueryClient();
    const { queryKey } = createCloseQueryOptions(client, {
      session: { organization: { id: 'orga_1' }, user: { id: 'user_1' } },
    }).leadStatuses.get('stat_1');
    queryClient.setQueryData(queryKey, { id: 'stat_1', label: 'Potential', organization_id: 'orga_1' });
    const page = (
      <CloseProvider client={client} initialSession={signedIn}>
        <Account />
      </CloseProvider>
    );
    expect(renderOnServer(page, queryClient)).toBe('<p>signed-in Potential</p>');
  });

  it('renders as loading on a server that has not read the session', () => {
    expect(
      renderOnServer(
        <CloseProvider client={client}>
          <Account />
        </CloseProvider>,
      ),
    ).toBe('<p>loading </p>');
  });

  it('leaves suspending components to the browser on a server that has not read the session', async () => {
    const onError = vi.fn<(error: unknown) => void>();
    await new Promise<void>((onAllReady) => {
      const page = (
        <QueryClientProvider client={new QueryClient()}>
          <CloseProvider client={client}>
            <Suspense fallback={<p>wait</p>}>
              <SuspendedLabel />
            </Suspense>
          </CloseProvider>
        </QueryClientProvider>
      );
      renderToPipeableStream(page, { onAllReady, onError });
    });
    expect(onError.mock.calls[0]?.[0]).toEqual(
      new TypeError('CloseProvider: `initialSession` must be set during server rendering.'),
    );
  });

  it('names the missing prop', () => {
    const missing: { client?: CloseClient } = {};
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what untyped code does
    const props = missing as { client: CloseClient };
    expect(() => renderOnServer(<CloseProvider {...props} />)).toThrow(
      new TypeError('CloseProvider: `client` must come from createCloseClient().'),
    );
  });

  it('refuses the options of a client in place of a client', () => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what untyped code does
    const options = { auth: cookieSession('/api/close') } as unknown as CloseClient;
    expect(() => renderOnServer(<CloseProvider client={options} />)).toThrow(
      new TypeError('CloseProvider: `client` must come from createCloseClient().'),
    );
  });

  it('requires a source of the session from a client without session routes', () => {
    const keyed = createCloseClient({ auth: apiKey('api_1'), fetch: refuseFetch });
    expect(() => renderOnServer(<CloseProvider client={keyed} initialSession={signedIn} />)).toThrow(
      new TypeError('CloseProvider: `sessionSource` must be apiSession: the client has no session routes.'),
    );
    const page = (
      <CloseProvider client={keyed} initialSession={signedIn} sessionSource={apiSession}>
        <Account />
      </CloseProvider>
    );
    expect(renderOnServer(page)).toContain('signed-in');
  });

  it('is required by the hooks', () => {
    expect(() => renderOnServer(<Account />)).toThrow(
      new Error('No CloseProvider found. Render this component inside CloseProvider.'),
    );
  });
});
