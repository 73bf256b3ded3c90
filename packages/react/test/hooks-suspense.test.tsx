import { cookieSession, createCloseClient } from '@closekit/client';
import { createSandbox } from '@closekit/sandbox';
import { QueryClient } from '@tanstack/react-query';
import { Suspense } from 'react';
import type { ReactNode } from 'react';
import { describe, expect, it } from 'vitest';
import { render } from 'vitest-browser-react';
import {
  useCloseAuth,
  useCloseSuspenseInfiniteQuery,
  useCloseSuspenseQueries,
  useCloseSuspenseQuery,
  usePrefetchCloseQuery,
} from '../src/index.ts';
import { createTestBackend } from '../src/testing.ts';
import type { TestBackendOptions } from '../src/testing.ts';
import { closeWrapper } from './render-close.tsx';
import { sandboxClient } from './sandbox-client.ts';
import { withResolvers } from './with-resolvers.ts';

/** A page over a backend. `held` delays the requests for the user. */
async function setUp({ held, ...options }: TestBackendOptions & { held?: Promise<void> } = {}) {
  const backend = createTestBackend({ sandbox: createSandbox({ leads: 3 }), ...options });
  const send: typeof fetch = async (input, init) => {
    if (new Request(input, init).url.endsWith('/me/')) await held;
    return backend.fetch(input, init);
  };
  const client = createCloseClient({ auth: cookieSession(), fetch: send, retry: false });
  const queryClient = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  const [lead] = (await sandboxClient(backend.sandbox).leads.list({ _limit: 1 })).data;
  const wrapper = closeWrapper({ client, fetch: backend.fetch, queryClient });
  const open = (children: ReactNode) => render(page(children), { wrapper });
  const apiRequests = () => backend.requests.filter((line) => line.includes('/api/v1/'));
  return { backend, queryClient, id: lead?.id ?? '', open, apiRequests };
}

function page(children: ReactNode) {
  return (
    <>
      <ReloadButton />
      <Suspense fallback={<p>wait</p>}>{children}</Suspense>
    </>
  );
}

function ReloadButton() {
  const auth = useCloseAuth();
  return <button onClick={() => void auth.reload()}>{auth.status}</button>;
}

function MeAndLeads() {
  const [me, leads] = useCloseSuspenseQueries((q) => [q.users.getMe(), q.leads.list()]);
  return (
    <p>
      {me.data.first_name} has {leads.data.data.length} leads
    </p>
  );
}

function NumberOfRows() {
  const rows = useCloseSuspenseQueries((q) => [q.leads.list(), q.leads.list({ _limit: 3 })], {
    combine: ([some, all]) => some.data.data.length + all.data.data.length,
  });
  return <p>{rows} rows</p>;
}

describe('useCloseSuspenseQueries', () => {
  it('suspends until the session has been read and all data is loaded, which it reads at once', async () => {
    const held = withResolvers<void>();
    const { backend, open, apiRequests } = await setUp({ held: held.promise });
    const session = withResolvers<typeof backend.session>();
    backend.sessionResponse = session.promise;
    const screen = await open(<MeAndLeads />);
    await expect.element(screen.getByText('loading')).toBeVisible();
    await expect.element(screen.getByText('wait')).toBeVisible();
    expect(apiRequests()).toEqual([]);
    session.resolve(backend.session);
    await expect.poll(apiRequests).toEqual([expect.stringContaining('/lead/')]);
    await expect.element(screen.getByText('wait')).toBeVisible();
    held.resolve();
    await expect.element(screen.getByText(/has 3 leads/)).toBeVisible();
    expect(apiRequests()).toHaveLength(2);
  });

  it('combines the results', async () => {
    const { open } = await setUp();
    const screen = await open(<NumberOfRows />);
    await expect.element(screen.getByText('6 rows')).toBeVisible();
  });

  it('sends nothing while signed out, continues once connected, and suspends again after a sign-out', async () => {
    const { backend, queryClient, open, apiRequests } = await setUp({ session: 'signed-out' });
    const screen = await open(<MeAndLeads />);
    await expect.element(screen.getByText('signed-out')).toBeVisible();
    await expect.element(screen.getByText('wait')).toBeVisible();
    expect(apiRequests()).toEqual([]);
    backend.signIn();
    await screen.getByRole('button').click();
    await expect.element(screen.getByText(/has 3 leads/)).toBeVisible();
    backend.signOut();
    await screen.getByRole('button').click();
    await expect.element(screen.getByText('wait')).toBeVisible();
    await expect.poll(() => queryClient.isFetching()).toBe(0);
    expect(apiRequests()).toHaveLength(2);
  });
});

function LeadName({ id }: { id: string }) {
  return <p>{useCloseSuspenseQuery((q) => q.leads.get(id)).data.display_name}</p>;
}

function LeadCount() {
  const { data } = useCloseSuspenseInfiniteQuery((q) => q.leads.list());
  return <p>{data.pages.flatMap(({ data: rows }) => rows).length} leads</p>;
}

/** Prefetches a lead and a list, and shows them on demand. */
function Prefetching({ id, isShown = false }: { id?: string; isShown?: boolean }) {
  usePrefetchCloseQuery((q) => (id === undefined ? undefined : q.leads.get(id)));
  usePrefetchCloseQuery((q) => q.infinite.leads.list());
  if (!isShown || id === undefined) return null;
  return (
    <>
      <LeadName id={id} />
      <LeadCount />
    </>
  );
}

describe('usePrefetchCloseQuery', () => {
  it('reads once the session is known, before a component shows the data', async () => {
    const { backend, queryClient, id, open, apiRequests } = await setUp();
    const session = withResolvers<typeof backend.session>();
    backend.sessionResponse = session.promise;
    const screen = await open(<Prefetching id={id} />);
    await expect.element(screen.getByText('loading')).toBeVisible();
    expect(apiRequests()).toEqual([]);
    session.resolve(backend.session);
    await expect.poll(apiRequests).toHaveLength(2);
    await expect.poll(() => queryClient.isFetching()).toBe(0);
    await screen.rerender(page(<Prefetching id={id} isShown />));
    await expect.element(screen.getByText('3 leads')).toBeVisible();
    expect(apiRequests()).toHaveLength(2);
  });

  it('sends nothing while signed out, and no query that the builder leaves out', async () => {
    const { backend, open, apiRequests } = await setUp({ session: 'signed-out' });
    const screen = await open(<Prefetching />);
    await expect.element(screen.getByText('signed-out')).toBeVisible();
    expect(apiRequests()).toEqual([]);
    backend.signIn();
    await screen.getByRole('button').click();
    await expect.poll(apiRequests).toEqual([expect.stringContaining('/lead/')]);
  });

  it('does not send a query again that has failed', async () => {
    const { queryClient, open, apiRequests } = await setUp();
    const screen = await open(<Prefetching id="lead_none" />);
    await expect.poll(apiRequests).toHaveLength(2);
    await expect.poll(() => queryClient.isFetching()).toBe(0);
    await screen.rerender(page(<Prefetching id="lead_none" />));
    await screen.rerender(page(<Prefetching id="lead_none" />));
    expect(apiRequests()).toHaveLength(2);
  });
});
