import type { TestBackend } from '@closekit/react/testing';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent } from 'storybook/test';
import { CloseAuthBoundary } from '@closekit/react';
import { expectFact } from '../cards/expect-fact.ts';
import { SuspenseCard } from '../cards/suspense-card.tsx';

/** Catches errors of a lost connection, and offers to reconnect. */
const meta = {
  title: 'Components/CloseAuthBoundary',
  component: CloseAuthBoundary,
  render: () => <SuspenseCard />,
} satisfies Meta<typeof CloseAuthBoundary>;
export default meta;

type Story = StoryObj<typeof meta>;

/** The connection works. */
export const Fine: Story = {
  play: async ({ canvas, canvasElement }) => {
    await expectFact(canvasElement, 'leads.data.pages.length', '1');
    await expect(canvas.queryByRole('alert')).toBeNull();
  },
};

/** The connection is lost. A login restores the data. */
export const Reconnect: Story = {
  parameters: { close: { session: 'needs-reauth' } },
  play: async ({ canvas, canvasElement, loaded }) => {
    const backend: TestBackend = loaded['close'];
    await expect(await canvas.findByRole('alert')).toHaveTextContent('The connection to Close was lost.');
    await userEvent.click(canvas.getByRole('button', { name: 'Reconnect' }));
    await expectFact(canvasElement, 'leads.data.pages.length', '1');
    await expect(backend.visited).toHaveLength(1);
  },
};
