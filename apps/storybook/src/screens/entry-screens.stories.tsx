import { ConnectScreen } from '@closekit/example/src/screens/connect-screen.tsx';
import { NotFoundScreen } from '@closekit/example/src/screens/not-found-screen.tsx';
import { StartingScreen } from '@closekit/example/src/screens/starting-screen.tsx';
import type { TestBackend } from '@closekit/react/testing';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor } from 'storybook/test';

/** Screens without data from Close. */
const meta = { title: 'Sample app/Entry screens', parameters: { layout: 'fullscreen' } } satisfies Meta;
export default meta;

type Story = StoryObj<typeof meta>;

/** The session is not known yet. */
export const Starting: Story = {
  render: () => <StartingScreen />,
  play: ({ canvas }) => expect(canvas.getByRole('status')).toHaveTextContent('Starting…'),
};

/** Signed out: one button, and its effect. */
export const Connect: Story = {
  render: () => <ConnectScreen />,
  parameters: { path: '/', close: { session: 'signed-out' } },
  play: async ({ canvas, loaded }) => {
    const { visited }: TestBackend = loaded['close'];
    await userEvent.click(canvas.getByRole('button', { name: 'Connect to Close' }));
    await expect(visited).toEqual(['/api/close/login?returnTo=%2F']);
  },
};

/** The user declined at Close. */
export const ConnectFailed: Story = {
  render: () => <ConnectScreen />,
  parameters: { path: '/?close_error=access_denied', close: { session: 'signed-out' } },
  play: async ({ canvas }) =>
    expect(await canvas.findByRole('alert')).toHaveTextContent('You declined the request at Close'),
};

/** The session could not be read. A retry succeeds. */
export const ServerDown: Story = {
  render: () => <ConnectScreen />,
  parameters: {
    close: {
      prepare: (backend: TestBackend) => {
        backend.sessionResponse = new Error('out of order');
      },
    },
  },
  play: async ({ canvas, loaded }) => {
    const backend: TestBackend = loaded['close'];
    await expect(await canvas.findByRole('alert')).toHaveTextContent('The server did not respond.');
    backend.sessionResponse = undefined;
    await userEvent.click(canvas.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(canvas.queryByRole('alert')).toBeNull());
  },
};

/** The address does not exist. */
export const NotFound: Story = {
  render: () => (
    <main>
      <NotFoundScreen />
    </main>
  ),
  play: ({ canvas }) =>
    expect(canvas.getByRole('link', { name: 'Go to the leads' })).toHaveAttribute('href', '/leads'),
};
