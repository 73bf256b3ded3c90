import { createCloseClient, tokenSession } from '@closekit/client';
import type { CloseClient, TokenSource } from '@closekit/client';
import { createSandbox } from '@closekit/sandbox';
import type { Sandbox } from '@closekit/sandbox';
import { QueryClient } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import { startTransition, Suspense, useDeferredValue, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { describe, expect, it, onTestFinished } from 'vitest';
import { render } from 'vitest-browser-react';
import { useCloseAuth, useCloseInfiniteQuery, useCloseQuery, useCloseSuspenseQuery } from '../src/index.ts';
import type { CloseQueries, CloseQueryOptions } from '../src/index.ts';
import { createTestBackend } from '../src/testing.ts';
import { closeWrapper } from './render-close.tsx';
import { sandboxClient, sandboxFetch } from './sandbox-client.ts';

/** The output of one render of one component. */
type Frame = Pick<UseQueryResult, 'status' | 'isFetching'> & {
  readonly name: string;
  readonly hasData: boolean;
  readonly auth: string;
  readonly refreshing: boolean;
};

/** The output of all components of one test, with their mounts and unmounts. */
class Recording {
  readonly frames: Frame[] = [];
  readonly mounts: string[] = [];

  clear(): void {
    this.frames.length = 0;
    this.mounts.length = 0;
  }
}

interface ProbeProps {
  readonly name: string;
  readonly recording: Recording;
}

type Shown = Pick<UseQueryResult, 'status' | 'isFetching' | 'data'>;

function useRecording({ name, recording }: ProbeProps, { status, isFetching, data }: Shown): void {
  const auth = useCloseAuth();
  useEffect(() => {
    const refreshing = auth.status === 'signed-in' && auth.refreshing;
    const hasData = data !== undefined;
    recording.frames.push({ name, status, isFetching, hasData, auth: auth.status, refreshing });
  });
  useEffect(() => {
    recording.mounts.push(`${name} came`);
    return () => void recording.mounts.push(`${name} went`);
  }, [name, recording]);
}

function Probe({ read, ...props }: ProbeProps & { read: (q: CloseQueries) => CloseQueryOptions<unknown> }) {
  const query = useCloseQuery(read);
  useRecording(props, query);
  return <li>{query.data === undefined ? query.status : `${props.name} is here`}</li>;
}

function PagesProbe(props: ProbeProps) {
  const query = useCloseInfiniteQuery((q) => q.leads.list({ _limit: 2 }));
  useRecording(props, query);
  return <li>{query.data === undefined ? query.status : `${props.name} is here`}</li>;
}

function SuspenseProbe(props: ProbeProps) {
  useRecording(
    props,
    useCloseSuspenseQuery((q) => q.tasks.list()),
  );
  return <li>{props.name} is here</li>;
}

function Fallback({ recording }: { recording: Recording }) {
  useEffect(() => void recording.mounts.push('fallback came'), [recording]);
  return <li>suspended</li>;
}

/** Ten queries of different kinds at once. */
function Dashboard({ recording, leadIds }: { recording: Recording; leadIds: readonly string[] }) {
  const [first = '', second = ''] = leadIds;
  return (
    <ul>
      <Probe name="me" read={(q) => q.users.getMe()} recording={recording} />
      <Probe name="users" read={(q) => q.users.list()} recording={recording} />
      <Probe name="leads" read={(q) => q.leads.list()} recording={recording} />
      <Probe name="first lead" read={(q) => q.leads.get(first)} recording={recording} />
      <Probe name="second lead" read={(q) => q.leads.get(second)} recording={recording} />
      <Probe name="contacts" read={(q) => q.contacts.list()} recording={recording} />
      <Probe name="opportunities" read={(q) => q.opportunities.list()} recording={recording} />
      <Probe name="statuses" read={(q) => q.leadStatuses.list()} recording={recording} />
      <PagesProbe name="pages" recording={recording} />
      <Suspense fallback={<Fallback recording={recording} />}>
        <SuspenseProbe name="tasks" recording={recording} />
      </Suspense>
    </ul>
  );
}

/** A token source as an app would write it: concurrent calls share one refresh. It counts the refreshes. */
function countingTokens(sandbox: Sandbox): TokenSource & { readonly refreshes: () => number } {
  let token: string | undefined = sandbox.connect().accessToken;
  let flight: Promise<string> | undefined;
  let refreshes = 0;
  const refresh = async (): Promise<string> => {
    refreshes += 1;
    // In another task, so that there is time for a flicker.
    await new Promise((resolve) => setTimeout(resolve));
    token = sandbox.connect().accessToken;
    flight = undefined;
    return token;
  };
  return {
    get: async () => token ?? (flight ??= refresh()),
    invalidate: (refused) => {
      if (refused === token) token = undefined;
    },
    refreshes: () => refreshes,
  };
}

/** A page that gets its tokens from a backend and calls Close itself. */
function tokenSessionPage(sandbox: Sandbox) {
  const backend = createTestBackend({ sandbox });
  const client = createCloseClient({
    auth: tokenSession('/api/close', { fetch: (input, init) => backend.fetch(input, init) }),
    fetch: sandboxFetch(sandbox),
    baseUrl: `${sandbox.origin}/api/v1`,
    retry: false,
  });
  const tokenRequests = () =>
    backend.requests.filter((request) => request === 'POST /api/close/token').length;
  return { backend, client, fetch: backend.fetch, tokenRequests };
}

async function showDashboard(app: { client: CloseClient; fetch?: typeof fetch }) {
  const recording = new Recording();
  const queryClient = new QueryClient();
  const leadIds = (await app.client.leads.list()).data.map(({ id }) => id);
  const screen = await render(<Dashboard recording={recording} leadIds={leadIds} />, {
    wrapper: closeWrapper({ ...app, queryClient }),
  });
  await expect.poll(() => screen.container.textContent?.match(/is here/g)).toHaveLength(10);
  await expect.poll(() => queryClient.isFetching()).toBe(0);
  // A suspended component is on the screen a moment before it is mounted.
  await expect.poll(() => recording.mounts).toContain('tasks came');
  return { recording, queryClient, screen };
}

/** Records every visible change. */
function watch(container: Element): MutationRecord[] {
  const changes: MutationRecord[] = [];
  const observer = new MutationObserver((records) => changes.push(...records));
  observer.observe(container, { childList: true, characterData: true, attributes: true, subtree: true });
  onTestFinished(() => observer.disconnect());
  return changes;
}

/** Expires the token, refetches all ten queries, and returns the visible changes. */
async function expireUnderTen(app: { client: CloseClient; fetch?: typeof fetch }, sandbox: Sandbox) {
  const { recording, queryClient, screen } = await showDashboard(app);
  const changes = watch(screen.container);
  recording.clear();
  const before = sandbox.requests.length;
  sandbox.expireAccessTokens();
  await queryClient.invalidateQueries();
  await expect.poll(() => recording.frames.at(-1)).toMatchObject({ refreshing: false, isFetching: false });
  const calls = sandbox.requests.slice(before).filter(({ path }) => path.startsWith('/api/v1/'));
  const answers = calls.map(({ status }) => status);
  return { recording, changes, answers };
}

function flickersIn(recording: Recording): Frame[] {
  return recording.frames.filter(
    ({ status, hasData, auth }) => status !== 'success' || !hasData || auth !== 'signed-in',
  );
}

describe('a token that expires during ten queries', () => {
  it('is refreshed once, and nothing flickers, in a token session', async () => {
    const sandbox = createSandbox({ leads: 3 });
    const { tokenRequests, ...app } = tokenSessionPage(sandbox);
    const { recording, changes, answers } = await expireUnderTen(app, sandbox);
    expect(tokenRequests()).toBe(2);
    expect(answers.filter((status) => status === 401)).toHaveLength(10);
    expect(answers.filter((status) => status === 200)).toHaveLength(10);
    expect(recording.mounts).toEqual([]);
    expect(flickersIn(recording)).toEqual([]);
    expect(changes).toEqual([]);
    expect(
      new Set(recording.frames.filter(({ isFetching }) => isFetching).map(({ name }) => name)).size,
    ).toBe(10);
    expect(recording.frames.some(({ refreshing }) => refreshing)).toBe(true);
  });

  it('is refreshed once, and nothing flickers, with a token source of the app', async () => {
    const sandbox = createSandbox({ leads: 3 });
    const tokens = countingTokens(sandbox);
    const { recording, changes, answers } = await expireUnderTen(
      { client: sandboxClient(sandbox, tokens) },
      sandbox,
    );
    expect(tokens.refreshes()).toBe(1);
    expect(answers.filter((status) => status === 401)).toHaveLength(10);
    expect(recording.mounts).toEqual([]);
    expect(flickersIn(recording)).toEqual([]);
    expect(changes).toEqual([]);
    expect(recording.frames.some(({ refreshing }) => refreshing)).toBe(true);
  });

  it('keeps the data on screen when there is no other token, and shows needs-reauth', async () => {
    const sandbox = createSandbox({ leads: 3 });
    const { backend, ...app } = tokenSessionPage(sandbox);
    const { recording, queryClient, screen } = await showDashboard(app);
    backend.revoke();
    recording.clear();
    sandbox.expireAccessTokens();
    await queryClient.invalidateQueries();
    await expect.poll(() => recording.frames.at(-1)?.auth).toBe('needs-reauth');
    expect(screen.container.textContent?.match(/is here/g)).toHaveLength(10);
    expect(recording.mounts).toEqual([]);
    expect(recording.frames.every(({ hasData }) => hasData)).toBe(true);
  });
});

function LeadName({ id }: { id: string }): ReactNode {
  const { data } = useCloseSuspenseQuery((q) => q.leads.get(id));
  return <p>lead {data.id}</p>;
}

async function setUp() {
  const sandbox = createSandbox({ leads: 3 });
  const { client, fetch, backend, tokenRequests } = tokenSessionPage(sandbox);
  const [first = '', second = ''] = (await client.leads.list()).data.map(({ id }) => id);
  return { sandbox, backend, tokenRequests, first, second, wrapper: closeWrapper({ client, fetch }) };
}

describe('a token that expires', () => {
  it('keeps the page of a transition until the next one is loaded', async () => {
    const { sandbox, tokenRequests, first, second, wrapper } = await setUp();
    const recording = new Recording();
    const Page = () => {
      const [id, setId] = useState(first);
      return (
        <Suspense fallback={<Fallback recording={recording} />}>
          <button onClick={() => startTransition(() => setId(second))}>next</button>
          <LeadName id={id} />
        </Suspense>
      );
    };
    const screen = await render(<Page />, { wrapper });
    await expect.element(screen.getByText(`lead ${first}`)).toBeVisible();
    recording.clear();
    sandbox.expireAccessTokens();
    await screen.getByRole('button').click();
    await expect.element(screen.getByText(`lead ${second}`)).toBeVisible();
    expect(recording.mounts).toEqual([]);
    expect(tokenRequests()).toBe(2);
  });

  it('keeps the data of a deferred value until the next response', async () => {
    const { sandbox, first, second, wrapper } = await setUp();
    const recording = new Recording();
    const Page = () => {
      const [id, setId] = useState(first);
      const shownId = useDeferredValue(id);
      return (
        <>
          <button onClick={() => setId(second)}>next</button>
          <p>{id === shownId ? 'current' : 'on its way'}</p>
          <Suspense fallback={<Fallback recording={recording} />}>
            <LeadName id={shownId} />
          </Suspense>
        </>
      );
    };
    const screen = await render(<Page />, { wrapper });
    await expect.element(screen.getByText(`lead ${first}`)).toBeVisible();
    recording.clear();
    sandbox.expireAccessTokens();
    await screen.getByRole('button').click();
    await expect.element(screen.getByText(`lead ${second}`)).toBeVisible();
    await expect.element(screen.getByText('current')).toBeVisible();
    expect(recording.mounts).toEqual([]);
  });

  it('is refreshed for the next page when its own page is gone', async () => {
    const { sandbox, backend, tokenRequests, first, wrapper } = await setUp();
    const answerNow = backend.fetch;
    const released: (() => void)[] = [];
    const screen = await render(
      <Suspense>
        <LeadName id={first} />
      </Suspense>,
      { wrapper },
    );
    await expect.element(screen.getByText(`lead ${first}`)).toBeVisible();
    sandbox.expireAccessTokens();
    Object.assign(backend, {
      fetch: async (...args: Parameters<typeof fetch>) => {
        await new Promise<void>((resolve) => void released.push(resolve));
        return answerNow(...args);
      },
    });
    await screen.rerender(<NotYet />);
    await expect.poll(() => released).toHaveLength(1);
    await screen.unmount();
    released[0]?.();
    Object.assign(backend, { fetch: answerNow });
    const next = await render(<NotYet />, { wrapper });
    await expect.element(next.getByText('success')).toBeVisible();
    expect(tokenRequests()).toBe(2);
  });
});

/** Reads a query that is not in the cache. */
function NotYet() {
  return <p>{useCloseQuery((q) => q.contacts.list()).status}</p>;
}
