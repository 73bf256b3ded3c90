import { createCloseClient, tokenSession } from '@closekit/client';
import type { CloseStoryParameters, TestBackend } from '@closekit/react/testing';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor } from 'storybook/test';
import { AuthCard } from '../cards/auth-card.tsx';
import { expectFact } from '../cards/expect-fact.ts';
import { QueryCard } from '../cards/query-card.tsx';

const meta = { title: 'Hooks/useCloseAuth', component: AuthCard } satisfies Meta<typeof AuthCard>;
export default meta;

type Story = StoryObj<typeof meta>;

/** Parameters for the backend of a story. */
const close = (parameters: CloseStoryParameters) => ({ close: parameters });

/** The session is not known yet. This state does not occur again later. */
export const Loading: Story = {
  parameters: close({
    prepare: (backend) => {
      backend.sessionResponse = new Promise(() => undefined);
    },
  }),
  play: async ({ canvasElement }) => expectFact(canvasElement, 'status', 'loading'),
};

/** No user is connected. "Connect" leaves for the login, which succeeds at once in a story. */
export const SignedOut: Story = {
  parameters: close({ session: 'signed-out' }),
  play: async ({ canvas, canvasElement, loaded }) => {
    const backend: TestBackend = loaded['close'];
    await expectFact(canvasElement, 'status', 'signed-out');
    await userEvent.click(canvas.getByRole('button', { name: 'Connect' }));
    await expectFact(canvasElement, 'status', 'signed-in');
    await expect(backend.visited).toEqual([expect.stringMatching(/^\/api\/close\/login\?returnTo=/)]);
  },
};

/** The login failed. The reason arrives in the address bar, and the hook removes it there. */
export const FailedSignIn: Story = {
  parameters: { ...close({ session: 'signed-out' }), path: '/?close_error=access_denied' },
  play: async ({ canvasElement }) => {
    await expectFact(canvasElement, 'status', 'signed-out');
    await expectFact(canvasElement, 'error.code', 'access_denied');
    await expect(window.location.search).not.toContain('close_error');
  },
};

/** A user is connected to an organization. */
export const SignedIn: Story = {
  play: async ({ canvasElement, loaded }) => {
    const backend: TestBackend = loaded['close'];
    await expectFact(canvasElement, 'status', 'signed-in');
    await expectFact(canvasElement, 'organization.name', backend.sandbox.organizations[0]?.name ?? '');
  },
};

/** "Sign out" ends the session of this browser. The connection stays. */
export const SigningOut: Story = {
  play: async ({ canvas, canvasElement, loaded }) => {
    const backend: TestBackend = loaded['close'];
    await expectFact(canvasElement, 'status', 'signed-in');
    await userEvent.click(canvas.getByRole('button', { name: 'Sign out' }));
    await expectFact(canvasElement, 'status', 'signed-out');
    await expect(backend.sandbox.activeGrants()).toBe(1);
  },
};

/** "Disconnect" ends the connection, and the session with its last organization. */
export const Disconnecting: Story = {
  play: async ({ canvas, canvasElement, loaded }) => {
    const backend: TestBackend = loaded['close'];
    await expectFact(canvasElement, 'status', 'signed-in');
    await userEvent.click(canvas.getByRole('button', { name: 'Disconnect' }));
    await expectFact(canvasElement, 'status', 'signed-out');
    await waitFor(() => expect(backend.sandbox.activeGrants()).toBe(0));
  },
};

/** With another organization left, the session goes on there. */
export const DisconnectingOneOfTwo: Story = {
  parameters: close({ prepare: (backend) => backend.signIn() }),
  play: async ({ canvas, canvasElement, loaded }) => {
    const { sandbox }: TestBackend = loaded['close'];
    const [first, second] = sandbox.organizations;
    await expectFact(canvasElement, 'organization.name', second?.name ?? '');
    await userEvent.click(canvas.getByRole('button', { name: 'Disconnect' }));
    await expectFact(canvasElement, 'organization.name', first?.name ?? '');
    await expectFact(canvasElement, 'organizations', first?.name ?? '');
    await waitFor(() => expect(sandbox.activeGrants()).toBe(1));
  },
};

/** A token refresh is in flight. The page and its data stay. */
export const Refreshing: Story = {
  parameters: close({
    createClient: ({ fetch }) =>
      createCloseClient({ auth: tokenSession('/api/close', { fetch }), fetch, retry: false }),
  }),
  render: () => (
    <>
      <AuthCard />
      <QueryCard />
    </>
  ),
  play: async ({ canvas, canvasElement, loaded }) => {
    const { sandbox, expireTokens }: TestBackend = loaded['close'];
    await expectFact(canvasElement, 'data.length', '5');
    sandbox.faults.next({ path: '/oauth2/token/', delayMs: 60_000 });
    expireTokens();
    await userEvent.click(canvas.getByRole('button', { name: 'Refetch' }));
    await expectFact(canvasElement, 'refreshing', 'true');
    await expectFact(canvasElement, 'fetchStatus', 'fetching');
    await expectFact(canvasElement, 'data.length', '5');
  },
};

/** A call finds that the connection is lost. The data stays, and "Connect" reconnects. */
export const NeedsReauth: Story = {
  render: () => (
    <>
      <AuthCard />
      <QueryCard />
    </>
  ),
  play: async ({ canvas, canvasElement, loaded }) => {
    const backend: TestBackend = loaded['close'];
    await expectFact(canvasElement, 'data.length', '5');
    backend.revoke();
    await userEvent.click(canvas.getByRole('button', { name: 'Refetch' }));
    await expectFact(canvasElement, 'status', /needs-reauth/);
    await expectFact(canvasElement, 'organization.name', backend.sandbox.organizations[0]?.name ?? '');
    await expectFact(canvasElement, 'data.length', '5');
  },
};

/** "Connect" reconnects after a lost connection. */
export const Reconnected: Story = {
  ...NeedsReauth,
  play: async (context) => {
    await NeedsReauth.play?.(context);
    await userEvent.click(context.canvas.getByRole('button', { name: 'Connect' }));
    await expectFact(context.canvasElement, 'status', 'signed-in');
  },
};

/** The connection was lost before the page was opened. */
export const NeedsReauthFromTheStart: Story = {
  parameters: close({ session: 'needs-reauth' }),
  play: async ({ canvasElement, loaded }) => {
    const { sandbox }: TestBackend = loaded['close'];
    await expectFact(canvasElement, 'status', 'needs-reauth');
    await expectFact(canvasElement, 'organization.name', sandbox.organizations[0]?.name ?? '');
  },
};

/** The session could not be read. */
export const SessionUnavailable: Story = {
  parameters: close({
    prepare: (backend) => {
      backend.sessionResponse = new Error('out of order');
    },
  }),
  play: async ({ canvasElement }) => {
    await expectFact(canvasElement, 'status', 'error');
    await expectFact(canvasElement, 'error.code', 'session_unavailable');
  },
};

/** "Reload" reads the session again. */
export const Reloaded: Story = {
  ...SessionUnavailable,
  play: async (context) => {
    await SessionUnavailable.play?.(context);
    const backend: TestBackend = context.loaded['close'];
    backend.sessionResponse = undefined;
    await userEvent.click(context.canvas.getByRole('button', { name: 'Reload' }));
    await expectFact(context.canvasElement, 'status', 'signed-in');
  },
};

/** The first render has the session, as on a page that a server rendered. */
export const Hydrated: Story = {
  parameters: close({ hydrated: true }),
  play: async ({ canvasElement, loaded }) => {
    const backend: TestBackend = loaded['close'];
    await expectFact(canvasElement, 'status', 'signed-in');
    await expect(backend.requests).toEqual([]);
  },
};
