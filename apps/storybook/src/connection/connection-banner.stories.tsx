import { SignedIn } from '@closekit/react';
import { ConnectButton, ConnectionBanner } from '@closekit/react/parts';
import type { TestBackend } from '@closekit/react/testing';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent } from 'storybook/test';
import { QueryCard } from '../cards/query-card.tsx';
import styles from './styles.module.css';

/** An alert that says why the app is not connected, in every state. */
const meta = {
  title: 'Parts/ConnectionBanner',
  component: ConnectionBanner,
} satisfies Meta<typeof ConnectionBanner>;
export default meta;

type Story = StoryObj<typeof meta>;

/** Connected: there is no banner. */
export const Connected: Story = {
  parameters: { close: { hydrated: true } },
  play: async ({ canvas }) => expect(canvas.queryByRole('alert')).toBeNull(),
};

/** The connection is lost while the user works: the list and the typed text stay, and the banner reconnects. */
export const Lost: Story = {
  render: (args) => (
    <>
      <ConnectionBanner {...args} />
      <main>
        <SignedIn fallback={<ConnectButton />}>
          <label>
            Note <input />
          </label>
          <QueryCard limit={3} />
        </SignedIn>
      </main>
    </>
  ),
  args: {
    className: styles.banner,
    slots: { button: (props) => <button {...props} className="button" /> },
  },
  play: async ({ canvas, loaded }) => {
    const backend: TestBackend = loaded['close'];
    const note = await canvas.findByRole('textbox', { name: 'Note' });
    await userEvent.type(note, 'Call back on Monday');
    await expect(await canvas.findByText('data.length')).toBeVisible();
    backend.revoke();
    await userEvent.click(canvas.getByRole('button', { name: 'Refetch' }));
    // The card may show an alert, too.
    await expect(await canvas.findByText('The connection to Close was lost.')).toBeVisible();
    await expect(note).toHaveValue('Call back on Monday');
    await expect(canvas.getByText('data.length')).toBeVisible();
    await expect(canvas.getByRole('button', { name: 'Reconnect' })).toBeEnabled();
  },
};

/** The last login failed: the banner says so beside the button that connects. */
export const LoginFailed: Story = {
  render: (args) => (
    <>
      <ConnectionBanner {...args} />
      <ConnectButton />
    </>
  ),
  args: { labels: { failed: (code) => `Connecting failed (${code}).` } },
  parameters: { path: '/?close_error=access_denied', close: { session: 'signed-out' } },
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole('alert')).toHaveTextContent('Connecting failed (access_denied).');
    await expect(canvas.getByRole('button', { name: 'Connect to Close' })).toBeEnabled();
  },
};

/** The session could not be read. */
export const Unreachable: Story = {
  parameters: {
    close: {
      prepare: (backend: TestBackend) => {
        backend.sessionResponse = new Error('out of order');
      },
    },
  },
  play: async ({ canvas }) =>
    expect(await canvas.findByRole('alert')).toHaveTextContent('Close could not be reached.'),
};
