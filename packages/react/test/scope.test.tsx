// Only plain hooks of TanStack Query: whatever an app does with the options, they hold.

import { createSandbox } from '@closekit/sandbox';
import {
  dehydrate,
  HydrationBoundary,
  keepPreviousData,
  QueryClient,
  useInfiniteQuery,
  useIsFetching,
  useMutation,
  usePrefetchQuery,
  useQueries,
  useQuery,
  useQueryClient,
  useSuspenseQuery,
} from '@tanstack/react-query';
import type { DehydratedState } from '@tanstack/react-query';
import { Activity, Suspense, useDeferredValue, useState, useTransition } from 'react';
import type { ReactNode } from 'react';
import { describe, expect, it } from 'vitest';
import { render } from 'vitest-browser-react';
import {
  CloseAuthBoundary,
  useCloseAuth,
  useCloseInfiniteQuery,
  useCloseMutation,
  useCloseQuery,
  useCloseQueryOptions,
} from '../src/index.ts';
import { createTestBackend } from '../src/testing.ts';
import { closeWrapper } from './render-close.tsx';

interface Row {
  readonly organization_id?: string | undefined;
}

type Rows = { readonly data: readonly Row[] };

const ownersIn = (page: Rows | undefined): string => page?.data[0]?.organization_id ?? 'nothing';

function PlainRead() {
  const q = useCloseQueryOptions();
  const { data } = useQuery({ ...q.leads.list({ _limit: 1 }), placeholderData: keepPreviousData });
  return <Shown>{ownersIn(data)}</Shown>;
}

function PlainReadWithFunction() {
  const q = useCloseQueryOptions();
  const { data } = useQuery({
    ...q.leads.list({ _limit: 1 }),
    placeholderData: (previous, query) => previous ?? query?.state.data,
    select: ownersIn,
  });
  return <Shown>{data ?? 'nothing'}</Shown>;
}

function PlainReads() {
  const q = useCloseQueryOptions();
  const owners = useQueries({
    queries: [{ ...q.leads.list({ _limit: 1 }), placeholderData: keepPreviousData }],
    combine: ([read]) => ownersIn(read?.data),
  });
  return <Shown>{owners}</Shown>;
}

function PlainPages() {
  const q = useCloseQueryOptions();
  const { data } = useInfiniteQuery({
    ...q.infinite.leads.list({ _limit: 1 }),
    placeholderData: keepPreviousData,
  });
  return <Shown>{ownersIn(data?.pages[0])}</Shown>;
}

function PlainSuspense() {
  const q = useCloseQueryOptions();
  usePrefetchQuery(q.leads.list({ _limit: 1 }));
  return <Shown>{ownersIn(useSuspenseQuery(q.leads.list({ _limit: 1 })).data)}</Shown>;
}

function DeferredSuspense() {
  const q = useDeferredValue(useCloseQueryOptions());
  return <Shown>{ownersIn(useSuspenseQuery(q.leads.list({ _limit: 1 })).data)}</Shown>;
}

function Deferred() {
  const q = useDeferredValue(useCloseQueryOptions());
  return (
    <Shown>
      {ownersIn(useQuery({ ...q.leads.list({ _limit: 1 }), placeholderData: keepPreviousData }).data)}
    </Shown>
  );
}

/** The options of the first render, as a component would keep them by mistake. */
function Kept() {
  const q = useCloseQueryOptions();
  const [[key, kept], keep] = useState([q.key(), q.leads.list({ _limit: 1 })] as const);
  // Until the session is known there is nothing to keep.
  if (key[1] === 'none' && q.key()[1] !== 'none') keep([q.key(), q.leads.list({ _limit: 1 })]);
  return <Shown>{ownersIn(useQuery(kept).data)}</Shown>;
}

function Hooked() {
  const read = useCloseQuery((q) => q.leads.list({ _limit: 1 }), { placeholderData: keepPreviousData });
  const pages = useCloseInfiniteQuery((q) => q.leads.list({ _limit: 1 }), {
    placeholderData: keepPreviousData,
    select: (data) => data.pages[0],
  });
  return (
    <>
      <Shown>{ownersIn(read.data)}</Shown>
      <Shown>{ownersIn(pages.data)}</Shown>
    </>
  );
}

/** Turns pages in a transition, so that the switch can fall into one. */
function Turned() {
  const q = useCloseQueryOptions();
  const [skip, setSkip] = useState(0);
  const [, start] = useTransition();
  const { data } = useQuery({
    ...q.leads.list({ _limit: 1, _skip: skip }),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <button onClick={() => start(() => setSkip(1))}>next page</button>
      <Shown>{ownersIn(data)}</Shown>
    </>
  );
}

const records: string[] = [];

/** Records what is rendered, beside the organization on screen. */
function Shown({ children }: { children: string }) {
  const auth = useCloseAuth();
  const on =
    auth.status === 'signed-in' || auth.status === 'needs-reauth' ? auth.organization?.id : auth.status;
  records.push(`${on} shows ${children}`);
  return <p>{`${on} shows ${children}`}</p>;
}

function Controls({ to }: { to: string }) {
  const auth = useCloseAuth();
  const isFetching = useIsFetching();
  return (
    <>
      <button onClick={() => void auth.switchOrganization(to)}>switch</button>
      <button onClick={() => void auth.signOut()}>sign out</button>
      <button onClick={() => void auth.reload()}>reload</button>
      <output>{`${auth.status} ${isFetching}`}</output>
    </>
  );
}

async function setUp(page: ReactNode) {
  const sandbox = createSandbox({ leads: 4 });
  const [first = '', second = ''] = sandbox.organizations.map(({ id }) => id);
  const backend = createTestBackend({ sandbox, otherOrganizationIds: [second] });
  const queryClient = new QueryClient();
  records.length = 0;
  const screen = await render(
    <>
      <Controls to={second} />
      <CloseAuthBoundary fallback={<p>connect</p>}>
        <Suspense fallback={<p>wait</p>}>{page}</Suspense>
      </CloseAuthBoundary>
    </>,
    {
      wrapper: closeWrapper({ client: backend.client, fetch: backend.fetch, queryClient }),
      // React reports errors that an error boundary has caught.
      createRootOptions: { onCaughtError: () => {} },
    },
  );
  const press = (name: string) => screen.getByRole('button', { name, exact: true }).click();
  return { sandbox, backend, queryClient, screen, press, first, second };
}

/** No render may show the rows of an organization under another one, or without one. */
function expectNoForeignRows(): void {
  const foreign = records.filter((record) => {
    const [on, owner] = record.split(' shows ');
    return owner !== 'nothing' && owner !== on;
  });
  expect(foreign).toEqual([]);
}

const pages: readonly (readonly [string, () => ReactNode])[] = [
  ['useQuery', PlainRead],
  ['useQuery with a function and select', PlainReadWithFunction],
  ['useQueries with combine', PlainReads],
  ['useInfiniteQuery', PlainPages],
  ['useSuspenseQuery', PlainSuspense],
  ['useQuery with deferred options', Deferred],
  ['useSuspenseQuery with deferred options', DeferredSuspense],
  ['our own hooks', Hooked],
];

describe.each(pages)('options in %s', (_name, Page) => {
  it('show no rows of another organization, and none after a sign-out', async () => {
    const { backend, queryClient, screen, press, first, second } = await setUp(<Page />);
    await expect.element(screen.getByText(`${first} shows ${first}`).first()).toBeVisible();
    await press('switch');
    await expect.element(screen.getByText(`${second} shows ${second}`).first()).toBeVisible();
    await press('sign out');
    await expect.element(screen.getByText('signed-out 0')).toBeVisible();
    expect(screen.container.textContent).not.toContain(`shows ${second}`);
    expectNoForeignRows();
    expect(queryClient.getQueriesData({}).flatMap(([, data]) => data ?? [])).toEqual([]);
    const sent = backend.requests.length;
    await queryClient.refetchQueries();
    window.dispatchEvent(new Event('visibilitychange'));
    expect(backend.requests).toHaveLength(sent);
  });

  it('send nothing without a session, and continue once there is one', async () => {
    const { backend, screen, press, first } = await setUp(<Page />);
    backend.signOut();
    await press('sign out');
    await expect.element(screen.getByText('signed-out 0')).toBeVisible();
    const reads = () => backend.requests.filter((request) => request.includes('/api/v1/'));
    const before = reads().length;
    backend.signIn(first);
    await press('reload');
    await expect.element(screen.getByText(`${first} shows ${first}`).first()).toBeVisible();
    expect(reads().length).toBeGreaterThan(before);
    expectNoForeignRows();
  });
});

describe('options that a component keeps', () => {
  it('show and send nothing after a switch', async () => {
    const { backend, screen, press, first, second } = await setUp(<Kept />);
    await expect.element(screen.getByText(`${first} shows ${first}`)).toBeVisible();
    const sent = backend.requests.filter((request) => request.includes('/api/v1/')).length;
    await press('switch');
    await expect.element(screen.getByText(`${second} shows nothing`)).toBeVisible();
    expectNoForeignRows();
    expect(backend.requests.filter((request) => request.includes('/api/v1/'))).toHaveLength(sent);
  });
});

describe('a page that is shown as placeholder', () => {
  it('is gone after a switch', async () => {
    const { backend, screen, press, first, second } = await setUp(<Turned />);
    await expect.element(screen.getByText(`${first} shows ${first}`)).toBeVisible();
    backend.sandbox.faults.next({ path: '/api/v1/lead/', delayMs: 60_000 });
    await press('next page');
    await expect.element(screen.getByText('signed-in 1')).toBeVisible();
    await press('switch');
    await expect.element(screen.getByText(`${second} shows ${second}`)).toBeVisible();
    expectNoForeignRows();
  });
});

function Written() {
  const rename = useCloseMutation((m) => m.leads.create());
  return (
    <>
      <button onClick={() => rename.mutate({ body: { name: 'Wayne' } })}>create</button>
      <Shown>{rename.data?.organization_id ?? 'nothing'}</Shown>
    </>
  );
}

function PlainWritten() {
  const q = useCloseQueryOptions();
  const rename = useMutation(q.mutations.leads.create());
  return (
    <>
      <button onClick={() => rename.mutate({ body: { name: 'Wayne' } })}>create</button>
      <Shown>{rename.data?.organization_id ?? 'nothing'}</Shown>
    </>
  );
}

describe.each([
  ['useCloseMutation', Written],
  ['useMutation', PlainWritten],
])('the result of a write in %s', (_name, Page) => {
  it('is gone after a switch', async () => {
    const { screen, press, first, second } = await setUp(<Page />);
    await expect.element(screen.getByText(`${first} shows nothing`)).toBeVisible();
    await press('create');
    await expect.element(screen.getByText(`${first} shows ${first}`)).toBeVisible();
    await press('switch');
    await expect.element(screen.getByText(`${second} shows nothing`)).toBeVisible();
    expectNoForeignRows();
  });
});

/** Hides a page without unmounting it. */
function Hiding({ children }: { children: ReactNode }) {
  const [isHidden, setHidden] = useState(false);
  return (
    <>
      <button onClick={() => setHidden(!isHidden)}>hide or show</button>
      <Activity mode={isHidden ? 'hidden' : 'visible'}>{children}</Activity>
    </>
  );
}

describe('a page that is hidden during a switch', () => {
  it('shows no rows of another organization', async () => {
    const { screen, press, first, second } = await setUp(
      <Hiding>
        <PlainRead />
      </Hiding>,
    );
    await expect.element(screen.getByText(`${first} shows ${first}`)).toBeVisible();
    await press('hide or show');
    await press('switch');
    await expect.element(screen.getByText('signed-in 0')).toBeVisible();
    await press('hide or show');
    await expect.element(screen.getByText(`${second} shows ${second}`)).toBeVisible();
    expectNoForeignRows();
  });

  it('shows none either when it showed another page of the list', async () => {
    const { backend, screen, press, first, second } = await setUp(
      <Hiding>
        <Turned />
      </Hiding>,
    );
    await expect.element(screen.getByText(`${first} shows ${first}`)).toBeVisible();
    backend.sandbox.faults.next({ path: '/api/v1/lead/', delayMs: 60_000 });
    await press('next page');
    await expect.element(screen.getByText('signed-in 1')).toBeVisible();
    await press('hide or show');
    await press('switch');
    await expect.element(screen.getByText('signed-in 0')).toBeVisible();
    await press('hide or show');
    await expect.element(screen.getByText(`${second} shows ${second}`)).toBeVisible();
    expectNoForeignRows();
  });
});

describe('a page of a server that belongs to another user', () => {
  it('is not hydrated', async () => {
    const foreign = ['close', 'orga_1/user_1', 'leads', 'list', {}];
    const state = { mutations: [], queries: [dehydratedQuery(foreign, 'rows of user_1')] };
    const { queryClient, screen, first } = await setUp(
      <HydrationBoundary state={state}>
        <PlainRead />
      </HydrationBoundary>,
    );
    await expect.element(screen.getByText(`${first} shows ${first}`)).toBeVisible();
    expect(JSON.stringify(queryClient.getQueriesData({ queryKey: ['close'] }))).not.toContain(
      'rows of user_1',
    );
  });
});

function dehydratedQuery(queryKey: readonly unknown[], data: unknown): DehydratedState['queries'][number] {
  const source = new QueryClient();
  source.setQueryData(queryKey, data);
  const [query] = dehydrate(source).queries;
  if (query === undefined) throw new TypeError('the query has data');
  return query;
}

function Loader() {
  const q = useCloseQueryOptions();
  const queryClient = useQueryClient();
  const [outcome, setOutcome] = useState('not loaded');
  const load = async () => {
    const loads = [
      queryClient.query(q.users.getMe()),
      queryClient.ensureQueryData(q.users.getMe()),
      queryClient.infiniteQuery(q.infinite.leads.list()),
    ];
    const results = await Promise.allSettled(loads);
    const codes = results.map((result) =>
      result.status === 'rejected' ? String(result.reason.code) : 'loaded',
    );
    await queryClient.prefetchQuery(q.users.getMe());
    setOutcome(codes.join(' '));
  };
  return <button onClick={() => void load()}>{outcome}</button>;
}

describe('options in loaders', () => {
  it('send nothing while signed out, and reject with the reason', async () => {
    const { backend, queryClient, screen, press } = await setUp(<Loader />);
    await press('sign out');
    await expect.element(screen.getByText('signed-out 0')).toBeVisible();
    await press('not loaded');
    const refusal = 'reauthorization_required';
    await expect.element(screen.getByText(`${refusal} ${refusal} ${refusal}`)).toBeVisible();
    expect(backend.requests.filter((request) => request.includes('/api/v1/'))).toEqual([]);
    expect(queryClient.isFetching()).toBe(0);
  });
});
