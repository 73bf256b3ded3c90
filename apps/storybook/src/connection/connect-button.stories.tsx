import { ConnectButton } from '@closekit/react/parts';
import type { TestBackend } from '@closekit/react/testing';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor } from 'storybook/test';

/** A button that connects, in every state. */
const meta = { title: 'Parts/ConnectButton', component: ConnectButton } satisfies Meta<typeof ConnectButton>;
export default meta;

type Story = StoryObj<typeof meta>;

/** The session is being read: there is no button yet, and the fallback shows. */
export const Reading: Story = {
  args: { fallback: <output>One moment…</output> },
  parameters: {
    close: {
      prepare: (backend: TestBackend) => {
        backend.sessionResponse = new Promise(() => undefined);
      },
    },
  },
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('status')).toHaveTextContent('One moment…');
    await expect(canvas.queryByRole('button')).toBeNull();
  },
};

/** No user is connected: the button leads to the login. */
export const SignedOut: Story = {
  args: { returnTo: '/leads' },
  parameters: { close: { session: 'signed-out' } },
  play: async ({ canvas, loaded }) => {
    const { visited }: TestBackend = loaded['close'];
    await canvas.findByRole('button', { name: 'Connect to Close' });
    await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    await expect(visited).toEqual(['/api/close/login?returnTo=%2Fleads']);
  },
};

/** A user is connected: there is no button. */
export const Connected: Story = {
  parameters: { close: { hydrated: true } },
  play: async ({ canvas }) => expect(canvas.queryByRole('button')).toBeNull(),
};

/** The connection is lost: the button reconnects. */
export const NeedsReauth: Story = {
  parameters: { close: { session: 'needs-reauth' } },
  play: async ({ canvas }) => expect(await canvas.findByRole('button', { name: 'Reconnect' })).toBeEnabled(),
};

/** The session could not be read: the button reads it again. */
export const Unreachable: Story = {
  parameters: {
    close: {
      session: 'signed-out',
      prepare: (backend: TestBackend) => {
        backend.sessionResponse = new Error('out of order');
      },
    },
  },
  play: async ({ canvas, loaded }) => {
    const backend: TestBackend = loaded['close'];
    const button = await canvas.findByRole('button', { name: 'Try again' });
    backend.sessionResponse = undefined;
    await userEvent.click(button);
    await expect(await canvas.findByRole('button', { name: 'Connect to Close' })).toBeVisible();
    await waitFor(() => expect(canvas.queryByRole('button', { name: 'Try again' })).toBeNull());
  },
};

/** The texts and the button of the app. */
export const WithSlots: Story = {
  args: {
    labels: { connect: 'Mit Close verbinden' },
    slots: { button: (props) => <button {...props} className="button button-primary" /> },
  },
  parameters: { close: { session: 'signed-out' } },
  play: async ({ canvas }) =>
    expect(await canvas.findByRole('button', { name: 'Mit Close verbinden' })).toHaveClass('button-primary'),
};
