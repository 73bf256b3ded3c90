import type { TestBackend } from '@closekit/react/testing';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent } from 'storybook/test';
import { expectFact } from '../cards/expect-fact.ts';
import { QueryCard } from '../cards/query-card.tsx';

const meta = { title: 'Hooks/useCloseQuery', component: QueryCard } satisfies Meta<typeof QueryCard>;
export default meta;

type Story = StoryObj<typeof meta>;

/** The first answer is on its way. */
export const Loading: Story = {
  parameters: { close: { hydrated: true, delayMs: 3_600_000 } },
  play: async ({ canvasElement }) => {
    await expectFact(canvasElement, 'status', 'pending');
    await expectFact(canvasElement, 'fetchStatus', 'fetching');
  },
};

/** Nothing is asked for while nobody is connected. */
export const SignedOut: Story = {
  parameters: { close: { session: 'signed-out' } },
  play: async ({ canvasElement, loaded }) => {
    const backend: TestBackend = loaded['close'];
    await expectFact(canvasElement, 'fetchStatus', 'idle');
    await expectFact(canvasElement, 'status', 'pending');
    await expect(backend.sandbox.requests).toEqual([]);
  },
};

/** There is nothing that fits. */
export const Empty: Story = {
  args: { search: 'nobody-has-this-name' },
  play: async ({ canvasElement }) => {
    await expectFact(canvasElement, 'status', 'success');
    await expectFact(canvasElement, 'data.length', '0');
  },
};

/** The data is there. */
export const Data: Story = {
  play: async ({ canvas, canvasElement }) => {
    await expectFact(canvasElement, 'status', 'success');
    await expect(canvas.getAllByRole('listitem')).toHaveLength(5);
  },
};

/** The data is there and is asked for again: it stays meanwhile. */
export const Refetching: Story = {
  play: async ({ canvas, canvasElement, loaded }) => {
    const backend: TestBackend = loaded['close'];
    await expectFact(canvasElement, 'status', 'success');
    backend.delayMs = 3_600_000;
    await userEvent.click(canvas.getByRole('button', { name: 'Ask again' }));
    await expectFact(canvasElement, 'fetchStatus', 'fetching');
    await expect(canvas.getAllByRole('listitem')).toHaveLength(5);
  },
};

/** The network is gone: the call fails, and what is shown stays. */
export const Offline: Story = {
  play: async ({ canvas, canvasElement, loaded }) => {
    const backend: TestBackend = loaded['close'];
    await expectFact(canvasElement, 'status', 'success');
    backend.isOffline = true;
    await userEvent.click(canvas.getByRole('button', { name: 'Ask again' }));
    await expectFact(canvasElement, 'error.code', 'network');
    await expect(canvas.getAllByRole('listitem')).toHaveLength(5);
  },
};

/** Once the network is back, asking again helps. */
export const OnlineAgain: Story = {
  play: async (context) => {
    await Offline.play?.(context);
    const backend: TestBackend = context.loaded['close'];
    backend.isOffline = false;
    await userEvent.click(context.canvas.getByRole('button', { name: 'Ask again' }));
    await expectFact(context.canvasElement, 'status', 'success');
  },
};
