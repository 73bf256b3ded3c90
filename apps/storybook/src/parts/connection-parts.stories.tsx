import { ConnectionFacts } from '@closekit/example/src/parts/connection-facts.tsx';
import { Switch } from '@closekit/example/src/parts/switch.tsx';
import { TokenLog } from '@closekit/example/src/parts/token-log.tsx';
import { TokenPlot } from '@closekit/example/src/parts/token-plot.tsx';
import type { ConnectedSession } from '@closekit/react';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { expect, userEvent } from 'storybook/test';

/** Parts of the connection screen. */
const meta = { title: 'Sample app/Connection parts' } satisfies Meta;
export default meta;

type Story = StoryObj<typeof meta>;

const connection: ConnectedSession = {
  user: { id: 'user_1', name: 'Ada Lovelace', email: 'ada@example.com' },
  organization: { id: 'orga_1', name: 'Harbor & Pine Supply' },
  organizations: [{ id: 'orga_1', name: 'Harbor & Pine Supply' }],
  expiresAt: 1,
  generation: 4,
  refreshes: 3,
  scope: 'all.full_access offline_access',
};

/** The token is valid. */
export const Fresh: Story = {
  render: () => (
    <ConnectionFacts connection={{ ...connection, expiresAt: Date.now() + 1_800_000 }} live="open" />
  ),
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('timer')).toHaveTextContent(/^(1800|1799|1798)$/);
    await expect(Number(canvas.getByRole('meter').getAttribute('aria-valuenow'))).toBeCloseTo(50, 0);
  },
};

/** The token has expired: the next call refreshes it. */
export const Expired: Story = {
  render: () => <ConnectionFacts connection={connection} live="connecting" />,
  play: async ({ canvas }) => {
    await expect(canvas.getByText(/refreshed on the next call/)).toBeVisible();
    await expect(canvas.queryByRole('timer')).toBeNull();
  },
};

/** A lost connection with few known facts. */
export const LittleKnown: Story = {
  render: () => <ConnectionFacts connection={{}} live="disabled" />,
  play: ({ canvas }) => expect(canvas.getAllByText('—')).toHaveLength(3),
};

const now = Date.UTC(2026, 10, 23, 12);
const entries = [
  { at: now - 50_000, kind: 'authorized' },
  { at: now - 40_000, kind: 'call' },
  { at: now - 30_000, kind: 'expired' },
  { at: now - 29_000, kind: 'refused' },
  { at: now - 28_000, kind: 'joined' },
  { at: now - 28_000, kind: 'joined' },
  { at: now - 27_000, kind: 'refreshed' },
];

/** The last minute: the remaining lifetime, and each call, 401, join and refresh. */
export const Plot: Story = {
  render: () => <TokenPlot entries={entries} now={now} />,
  play: async ({ canvasElement }) => {
    await expect(canvasElement.querySelectorAll('circle')).toHaveLength(5);
    await expect(canvasElement).toHaveTextContent('Joins 2');
  },
};

/** The same in words, newest first. Successful calls are left out. */
export const Log: Story = {
  render: () => <TokenLog entries={entries} />,
  play: async ({ canvas }) => {
    const lines = canvas.getAllByRole('listitem');
    await expect(lines).toHaveLength(6);
    await expect(lines[0]).toHaveTextContent('The server refreshed the token.');
  },
};

/** Nothing has happened yet. */
export const EmptyLog: Story = {
  render: () => <TokenLog entries={[]} />,
  play: ({ canvas }) => expect(canvas.getByText('Nothing yet.')).toBeVisible(),
};

function OneSwitch(): ReactNode {
  const [isOn, setIsOn] = useState(false);
  return (
    <Switch isOn={isOn} onChange={setIsOn}>
      Close API slow
    </Switch>
  );
}

/** An on/off switch, also by keyboard. */
export const ASwitch: Story = {
  render: () => <OneSwitch />,
  play: async ({ canvas }) => {
    const control = canvas.getByRole('switch', { name: 'Close API slow' });
    await userEvent.tab();
    await expect(control).toHaveFocus();
    await userEvent.keyboard(' ');
    await expect(control).toBeChecked();
  },
};
