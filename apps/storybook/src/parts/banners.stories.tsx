import { CrashBoundary } from '@closekit/example/src/parts/crash-boundary.tsx';
import { OfflineBanner } from '@closekit/example/src/parts/offline-banner.tsx';
import { ReconnectBanner } from '@closekit/example/src/parts/reconnect-banner.tsx';
import type { TestBackend } from '@closekit/react/testing';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { onlineManager } from '@tanstack/react-query';
import { expect, spyOn, userEvent, waitFor } from 'storybook/test';

/** Notices above every screen, or in place of one. */
const meta = { title: 'Sample app/Banners' } satisfies Meta;
export default meta;

type Story = StoryObj<typeof meta>;

/** The network is down. */
export const Offline: Story = {
  render: () => <OfflineBanner />,
  beforeEach: () => {
    onlineManager.setOnline(false);
    return () => onlineManager.setOnline(true);
  },
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('status')).toHaveTextContent('You are offline.');
    onlineManager.setOnline(true);
    await waitFor(() => expect(canvas.getByRole('status')).toHaveTextContent(/^$/));
    onlineManager.setOnline(false);
  },
};

/** Close has ended the connection: one button reconnects. */
export const Reconnect: Story = {
  render: () => <ReconnectBanner />,
  parameters: { path: '/leads?search=bakery', close: { session: 'needs-reauth' } },
  play: async ({ canvas, loaded }) => {
    const { visited }: TestBackend = loaded['close'];
    await userEvent.click(await canvas.findByRole('button', { name: 'Reconnect' }));
    await expect(visited).toEqual(['/api/close/login?returnTo=%2Fleads%3Fsearch%3Dbakery']);
  },
};

/** Reconnecting failed: the banner shows why. */
export const ReconnectFailed: Story = {
  render: () => <ReconnectBanner />,
  parameters: { path: '/leads?close_error=access_denied', close: { session: 'needs-reauth' } },
  play: async ({ canvas }) =>
    expect(await canvas.findByText(/You declined the request at Close/)).toBeVisible(),
};

function Broken(): never {
  throw new Error('a bug in a screen');
}

/** A screen throws: a notice shows in its place. */
export const Crashed: Story = {
  render: () => (
    <CrashBoundary>
      <Broken />
    </CrashBoundary>
  ),
  // React logs errors that a boundary has caught; this one is expected.
  beforeEach: () => void spyOn(console, 'error').mockImplementation(() => undefined),
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('alert')).toHaveTextContent('This is a bug in the app');
    await expect(canvas.getByRole('button', { name: 'Reload the page' })).toBeVisible();
  },
};
