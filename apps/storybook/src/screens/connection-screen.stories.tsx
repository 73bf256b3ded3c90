import { AppShell } from '@closekit/example/src/parts/app-shell.tsx';
import { ConnectionScreen } from '@closekit/example/src/screens/connection-screen.tsx';
import type { TestBackend } from '@closekit/react/testing';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { demoHandlers } from './demo-handlers.ts';

/** The connection, the lifetime of its token, and controls that inject faults. */
const meta = {
  title: 'Sample app/Connection screen',
  render: () => (
    <AppShell>
      <ConnectionScreen />
    </AppShell>
  ),
  parameters: { layout: 'fullscreen', path: '/connection', close: { hydrated: true } },
  beforeEach: ({ msw, loaded }) => {
    const demo = demoHandlers(loaded['close'], [
      { at: Date.now() - 40_000, kind: 'authorized' },
      { at: Date.now() - 20_000, kind: 'call' },
    ]);
    msw.use(...demo.handlers);
    loaded['asked'] = demo.asked;
  },
} satisfies Meta;
export default meta;

type Story = StoryObj<typeof meta>;

/** The facts, and the events so far. */
export const Facts: Story = {
  play: async ({ canvas, loaded }) => {
    const { sandbox }: TestBackend = loaded['close'];
    await expect(canvas.getByText('all.full_access')).toBeVisible();
    await expect(canvas.getByRole('timer')).toHaveTextContent(/^3\d{3}$/);
    await expect(canvas.getAllByText(sandbox.organizations[0]?.name ?? '')).toHaveLength(2);
    await expect(await canvas.findByText('A user connected.')).toBeVisible();
  },
};

/** The token is expired on purpose: the next call refreshes it, and no screen changes. */
export const Expired: Story = {
  play: async ({ canvas, loaded }) => {
    const { sandbox }: TestBackend = loaded['close'];
    // The demo server sends events only to connected listeners.
    await expect(await canvas.findByText('A user connected.')).toBeVisible();
    await userEvent.click(canvas.getByRole('button', { name: 'Expire token now' }));
    await expect(await canvas.findByText('Every access token was expired on purpose.')).toBeVisible();
    await waitFor(() => expect(refreshes(sandbox)).toBe(1));
    await expect(canvas.queryByRole('alert')).toBeNull();
  },
};

/** Ten calls meet an expired token: it is refreshed once. */
export const ExpiredUnderTenCalls: Story = {
  play: async ({ canvas, loaded }) => {
    const { sandbox }: TestBackend = loaded['close'];
    const answered = () =>
      sandbox.requests.filter(({ path, status }) => path === '/api/v1/lead/' && status === 200).length;
    await userEvent.click(canvas.getByRole('button', { name: 'Expire under ten calls' }));
    await waitFor(() => expect(answered()).toBe(10));
    await expect(refreshes(sandbox)).toBe(1);
  },
};

/** The connection is revoked at Close: the page stays, and a banner offers to reconnect. */
export const Revoked: Story = {
  play: async ({ canvas }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Revoke at Close' }));
    await expect(await canvas.findByText('Close ended this connection.')).toBeVisible();
    await expect(canvas.getByRole('heading', { level: 1, name: 'Connection' })).toBeVisible();
  },
};

/** The API is taken down: the switch shows the state of the server. */
export const ApiDown: Story = {
  play: async ({ canvas, loaded }) => {
    const down = await canvas.findByRole('switch', { name: 'Close API down' });
    await userEvent.click(down);
    await waitFor(() => expect(down).toBeChecked());
    await expect(loaded['asked']).toEqual(['switches {"down":true}']);
  },
};

/** A disconnect is confirmed first. */
export const Disconnecting: Story = {
  play: async ({ canvas, loaded }) => {
    const backend: TestBackend = loaded['close'];
    await userEvent.click(canvas.getByRole('button', { name: 'Disconnect from Close' }));
    const dialog = within(await canvas.findByRole('alertdialog'));
    await userEvent.click(dialog.getByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(canvas.queryByRole('alertdialog')).toBeNull());
    await expect(backend.session.status).toBe('signed-in');
    await userEvent.click(canvas.getByRole('button', { name: 'Disconnect from Close' }));
    await userEvent.click(await canvas.findByRole('button', { name: 'Disconnect' }));
    await waitFor(() => expect(backend.session.status).toBe('signed-out'));
    await waitFor(() => expect(backend.sandbox.activeGrants()).toBe(0));
  },
};

/** Disconnecting fails: the session stays, and another attempt succeeds. */
export const DisconnectFails: Story = {
  play: async ({ canvas, loaded }) => {
    const backend: TestBackend = loaded['close'];
    backend.isOffline = true;
    await userEvent.click(canvas.getByRole('button', { name: 'Disconnect from Close' }));
    const dialog = within(await canvas.findByRole('alertdialog'));
    await userEvent.click(dialog.getByRole('button', { name: 'Disconnect' }));
    await expect(await dialog.findByText('Disconnecting failed.')).toBeVisible();
    backend.isOffline = false;
    await userEvent.click(dialog.getByRole('button', { name: 'Disconnect' }));
    await waitFor(() => expect(backend.session.status).toBe('signed-out'));
  },
};

/** Signing out fails without a network: the session stays, and a retry succeeds. */
export const SignOutFails: Story = {
  play: async ({ canvas, loaded }) => {
    const backend: TestBackend = loaded['close'];
    backend.isOffline = true;
    await userEvent.click(canvas.getByRole('button', { name: 'Sign out' }));
    await expect(await canvas.findByText('You are still signed in.')).toBeVisible();
    backend.isOffline = false;
    await userEvent.click(canvas.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(backend.session.status).toBe('signed-out'));
  },
};

function refreshes({ requests }: TestBackend['sandbox']): number {
  return requests.filter(({ path }) => path === '/oauth2/token/').length;
}
