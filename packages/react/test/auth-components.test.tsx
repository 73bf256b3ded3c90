import { cookieSession, createCloseClient } from '@closekit/client';
import { createSandbox } from '@closekit/sandbox';
import { QueryClient } from '@tanstack/react-query';
import { Component, Suspense, useEffect } from 'react';
import type { ReactNode } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import {
  CloseAuthBoundary,
  SignedIn,
  SignedOut,
  useCloseAuth,
  useCloseAuthSuspense,
  useCloseSuspenseQuery,
} from '../src/index.ts';
import type { CloseAuthFailure, CloseSession, UseCloseAuthResult } from '../src/index.ts';
import { createTestBackend } from '../src/testing.ts';
import { closeWrapper } from './render-close.tsx';
import { sandboxClient, sandboxTokens } from './sandbox-client.ts';
import { withResolvers } from './with-resolvers.ts';

function setUp() {
  const sandbox = createSandbox({ leads: 3 });
  const backend = createTestBackend({ sandbox });
  const navigate = vi.fn<(url: string) => void>();
  const tab = {
    client: backend.client,
    fetch: backend.fetch,
    queryClient: new QueryClient(),
    navigate,
  };
  return { sandbox, backend, navigate, tab };
}

/** Lets a test act as the user, independent of the screen. */
function Remote({ auth }: { auth: { current?: UseCloseAuthResult } }) {
  const now = useCloseAuth();
  useEffect(() => {
    Object.assign(auth, { current: now });
  });
  return <output>{now.status}</output>;
}

function Counted({ mounts, children }: { mounts: string[]; children: ReactNode }) {
  useEffect(() => {
    mounts.push('mounted');
    return () => void mounts.push('unmounted');
  }, [mounts]);
  return children;
}

function Me() {
  const { data } = useCloseSuspenseQuery((q) => q.users.getMe());
  return <p>I am {data.first_name}</p>;
}

function KnownStatus() {
  return <p>known: {useCloseAuthSuspense().status}</p>;
}

class OuterBoundary extends Component<{ children: ReactNode }, { message?: string }> {
  override state: { message?: string } = {};
  static getDerivedStateFromError(error: Error) {
    return { message: error.message };
  }
  override render() {
    return this.state.message === undefined ? this.props.children : <p>outer: {this.state.message}</p>;
  }
}

function codeAndStatus({ error, auth }: CloseAuthFailure) {
  return (
    <p>
      {error.code} {auth.status}
    </p>
  );
}

function Broken(): ReactNode {
  throw new Error('broken');
}

// React reports errors that an error boundary has caught; these tests are about catching them.
const quietly = { createRootOptions: { onCaughtError: () => {} } };

describe('SignedIn and SignedOut', () => {
  it('show only the fallback until the session has been read', async () => {
    const { sandbox, backend, tab } = setUp();
    const answers: ((session: CloseSession) => void)[] = [];
    backend.sessionResponse = new Promise((resolve) => void answers.push(resolve));
    const screen = await render(
      <>
        <SignedIn fallback={<p>fallback</p>}>{(auth) => <p>{auth.organization.name}</p>}</SignedIn>
        <SignedOut>
          <p>nobody</p>
        </SignedOut>
      </>,
      { wrapper: closeWrapper(tab) },
    );
    await expect.element(screen.getByText('fallback')).toBeVisible();
    expect(screen.container.textContent).toBe('fallback');
    answers[0]?.(backend.session);
    await expect.element(screen.getByText(sandbox.organizations[0]?.name ?? '')).toBeVisible();
    expect(screen.container.textContent).toBe(sandbox.organizations[0]?.name);
  });

  it('change places when the user signs out', async () => {
    const { backend, navigate, tab } = setUp();
    const screen = await render(
      <>
        <SignedIn>{(auth) => <button onClick={() => void auth.signOut()}>Sign out</button>}</SignedIn>
        <SignedOut>
          {(auth) => <button onClick={() => auth.signIn({ returnTo: '/' })}>Connect</button>}
        </SignedOut>
      </>,
      { wrapper: closeWrapper({ ...tab, initialSession: backend.session }) },
    );
    await screen.getByRole('button', { name: 'Sign out' }).click();
    await screen.getByRole('button', { name: 'Connect' }).click();
    expect(screen.container.textContent).toBe('Connect');
    expect(navigate).toHaveBeenCalledExactlyOnceWith('/api/close/login?returnTo=%2F');
  });

  it('keep the signed-in children mounted when the connection is lost', async () => {
    const { backend, tab } = setUp();
    const mounts: string[] = [];
    const auth: { current?: UseCloseAuthResult } = {};
    const screen = await render(
      <>
        <Remote auth={auth} />
        <SignedIn>
          <Counted mounts={mounts}>
            <p>here</p>
          </Counted>
        </SignedIn>
        <SignedOut>nobody</SignedOut>
      </>,
      { wrapper: closeWrapper({ ...tab, initialSession: backend.session }) },
    );
    await expect.element(screen.getByText('here')).toBeVisible();
    mounts.length = 0;
    backend.sessionResponse = { ...backend.session, status: 'needs-reauth' };
    await auth.current?.reload();
    await expect.element(screen.getByText('needs-reauth')).toBeVisible();
    expect(screen.container.textContent).toBe('needs-reauthhere');
    expect(mounts).toEqual([]);
  });

  it('mount the signed-in children again for another organization, and for another user', async () => {
    const { backend, tab } = setUp();
    const auth: { current?: UseCloseAuthResult } = {};
    const screen = await render(
      <>
        <Remote auth={auth} />
        <SignedIn>
          <input aria-label="draft" />
        </SignedIn>
      </>,
      { wrapper: closeWrapper({ ...tab, initialSession: backend.session }) },
    );
    const draft = screen.getByRole('textbox', { name: 'draft' });
    const { session } = backend;
    if (session.status === 'signed-out') throw new TypeError('the user is signed in');
    const become = async (response: CloseSession): Promise<void> => {
      backend.sessionResponse = response;
      await auth.current?.reload();
    };
    const other = { ...session, organization: { id: 'orga_other', name: 'Difference Engines' } };
    await draft.fill('for the first organization');
    await become({ ...session, expiresAt: 1 });
    await expect.element(draft).toHaveValue('for the first organization');
    await become(other);
    await expect.element(draft).toHaveValue('');
    await draft.fill('of the first user');
    await become({ ...other, user: { id: 'user_other', name: 'Grace Hopper' } });
    await expect.element(draft).toHaveValue('');
  });

  it('treat a token that is refused from the start as not connected', async () => {
    const sandbox = createSandbox({ leads: 1 });
    const tokens = sandboxTokens(sandbox);
    tokens.revoke();
    const screen = await render(
      <>
        <SignedIn fallback="fallback ">here</SignedIn>
        <SignedOut>{(auth) => `nobody: ${auth.status}`}</SignedOut>
      </>,
      { wrapper: closeWrapper({ client: sandboxClient(sandbox, tokens) }) },
    );
    await expect.poll(() => screen.container.textContent).toBe('fallback nobody: needs-reauth');
  });
});

describe('useCloseAuthSuspense', () => {
  it('suspends until the session has been read, and not again', async () => {
    const { backend, tab } = setUp();
    const answers: ((session: CloseSession) => void)[] = [];
    backend.sessionResponse = new Promise((resolve) => void answers.push(resolve));
    const auth: { current?: UseCloseAuthResult } = {};
    const mounts: string[] = [];
    const screen = await render(
      <>
        <Remote auth={auth} />
        <Suspense fallback={<p>suspended</p>}>
          <Counted mounts={mounts}>
            <KnownStatus />
          </Counted>
        </Suspense>
      </>,
      { wrapper: closeWrapper(tab) },
    );
    await expect.element(screen.getByText('suspended')).toBeVisible();
    answers[0]?.(backend.session);
    await expect.element(screen.getByText('known: signed-in')).toBeVisible();
    mounts.length = 0;
    await auth.current?.signOut();
    await expect.element(screen.getByText('known: signed-out')).toBeVisible();
    expect(mounts).toEqual([]);
  });

  it('throws when the session cannot be read, and recovers', async () => {
    const { backend, tab } = setUp();
    backend.sessionResponse = new Error('out of order');
    const screen = await render(
      <CloseAuthBoundary>
        <Suspense fallback={<p>suspended</p>}>
          <KnownStatus />
        </Suspense>
      </CloseAuthBoundary>,
      { wrapper: closeWrapper(tab), ...quietly },
    );
    await expect.element(screen.getByText('Close could not be reached.')).toBeVisible();
    await screen.getByRole('button', { name: 'Try again' }).click();
    await expect.element(screen.getByRole('alert')).toBeVisible();
    const { promise, resolve } = withResolvers<CloseSession>();
    backend.sessionResponse = promise;
    await screen.getByRole('button', { name: 'Try again' }).click();
    resolve(backend.session);
    await expect.element(screen.getByText('known: signed-in')).toBeVisible();
  });
});

describe('CloseAuthBoundary', () => {
  it('offers to reconnect, and shows its children again once connected', async () => {
    const { backend, navigate, tab } = setUp();
    const auth: { current?: UseCloseAuthResult } = {};
    backend.revoke();
    const screen = await render(
      <>
        <Remote auth={auth} />
        <CloseAuthBoundary>
          <Suspense fallback={<p>suspended</p>}>
            <Me />
          </Suspense>
        </CloseAuthBoundary>
      </>,
      { wrapper: closeWrapper({ ...tab, initialSession: backend.session }), ...quietly },
    );
    await expect.element(screen.getByText('The connection to Close was lost.')).toBeVisible();
    await expect.element(screen.getByText('needs-reauth')).toBeVisible();
    await screen.getByRole('button', { name: 'Reconnect' }).click();
    expect(navigate).toHaveBeenCalledTimes(1);

    backend.signIn();
    await auth.current?.reload();
    await expect.element(screen.getByText(/^I am/)).toBeVisible();
    await expect.element(screen.getByRole('alert')).not.toBeInTheDocument();
  });

  it('catches suspending components when the session cannot be read', async () => {
    const { backend, tab } = setUp();
    backend.sessionResponse = new Error('out of order');
    const screen = await render(
      <CloseAuthBoundary>
        <Suspense fallback={<p>suspended</p>}>
          <Me />
        </Suspense>
      </CloseAuthBoundary>,
      { wrapper: closeWrapper(tab), ...quietly },
    );
    await expect.element(screen.getByText('Close could not be reached.')).toBeVisible();
    // Nothing to press: the session is read again by itself.
    backend.sessionResponse = undefined;
    await expect.element(screen.getByText(/^I am/)).toBeVisible();
  });

  it('retries without a login when a call of an earlier session was refused', async () => {
    const { backend, tab } = setUp();
    const late = [Response.json({ error: 'No one is signed in.', code: 'signed_out' }, { status: 401 })];
    const client = createCloseClient({
      auth: cookieSession(),
      fetch: async (input, init) => late.pop() ?? backend.fetch(input, init),
      retry: false,
    });
    const screen = await render(
      <CloseAuthBoundary>
        <Suspense>
          <Me />
        </Suspense>
      </CloseAuthBoundary>,
      { wrapper: closeWrapper({ ...tab, client }), ...quietly },
    );
    await screen.getByRole('button', { name: 'Try again' }).click();
    await expect.element(screen.getByText(/^I am/)).toBeVisible();
  });

  it('shows its fallback', async () => {
    const { backend, tab } = setUp();
    backend.revoke();
    const screen = await render(
      <CloseAuthBoundary fallback={codeAndStatus}>
        <Suspense>
          <Me />
        </Suspense>
      </CloseAuthBoundary>,
      { wrapper: closeWrapper({ ...tab, initialSession: backend.session }), ...quietly },
    );
    await expect.element(screen.getByText('reauthorization_required needs-reauth')).toBeVisible();
  });

  it('retries where there is no login route', async () => {
    const sandbox = createSandbox({ leads: 1 });
    const tokens = sandboxTokens(sandbox);
    const broken = Object.assign(new Error('broken'), { code: 'client_misconfigured' });
    let asked = 0;
    const get = () => ((asked += 1) === 2 ? Promise.reject(broken) : tokens.get());
    const screen = await render(
      <CloseAuthBoundary>
        <Suspense>
          <Me />
        </Suspense>
      </CloseAuthBoundary>,
      { wrapper: closeWrapper({ client: sandboxClient(sandbox, { ...tokens, get }) }), ...quietly },
    );
    await screen.getByRole('button', { name: 'Try again' }).click();
    await expect.element(screen.getByText(/^I am/)).toBeVisible();
  });

  it('passes other errors on', async () => {
    const { backend, tab } = setUp();
    const screen = await render(
      <OuterBoundary>
        <CloseAuthBoundary>
          <Broken />
        </CloseAuthBoundary>
      </OuterBoundary>,
      { wrapper: closeWrapper({ ...tab, initialSession: backend.session }), ...quietly },
    );
    await expect.element(screen.getByText('outer: broken')).toBeVisible();
  });
});
