import type { TestBackend } from '@closekit/react/testing';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent } from 'storybook/test';
import { expectFact } from '../cards/expect-fact.ts';
import { QueryCard } from '../cards/query-card.tsx';

const meta = { title: 'Hooks/useCloseQuery', component: QueryCard } satisfies Meta<typeof QueryCard>;
export default meta;

type Story = StoryObj<typeof meta>;

/** The first request is in flight. */
export const Loading: Story = {
  parameters: { close: { hydrated: true, delayMs: 3_600_000 } },
  play: async ({ canvasElement }) => {
    await expectFact(canvasElement, 'status', 'pending');
    await expectFact(canvasElement, 'fetchStatus', 'fetching');
  },
};

/** No request is sent while signed out. */
export const SignedOut: Story = {
  parameters: { close: { session: 'signed-out' } },
  play: async ({ canvasElement, loaded }) => {
    const backend: TestBackend = loaded['close'];
    await expectFact(canvasElement, 'fetchStatus', 'idle');
    await expectFact(canvasElement, 'status', 'pending');
    await expect(backend.sandbox.requests).toEqual([]);
  },
};

/** No lead matches. */
export const Empty: Story = {
  args: { search: 'no-lead-has-this-name' },
  play: async ({ canvasElement }) => {
    await expectFact(canvasElement, 'status', 'success');
    await expectFact(canvasElement, 'data.length', '0');
  },
};

/** The data is loaded. */
export const Data: Story = {
  play: async ({ canvas, canvasElement }) => {
    await expectFact(canvasElement, 'status', 'success');
    await expect(canvas.getAllByRole('listitem')).toHaveLength(5);
  },
};

/** A refetch is in flight. The loaded data stays. */
export const Refetching: Story = {
  play: async ({ canvas, canvasElement, loaded }) => {
    const backend: TestBackend = loaded['close'];
    await expectFact(canvasElement, 'status', 'success');
    backend.delayMs = 3_600_000;
    await userEvent.click(canvas.getByRole('button', { name: 'Refetch' }));
    await expectFact(canvasElement, 'fetchStatus', 'fetching');
    await expect(canvas.getAllByRole('listitem')).toHaveLength(5);
  },
};

/** The network is down: the refetch fails, and the loaded data stays. */
export const Offline: Story = {
  play: async ({ canvas, canvasElement, loaded }) => {
    const backend: TestBackend = loaded['close'];
    await expectFact(canvasElement, 'status', 'success');
    backend.isOffline = true;
    await userEvent.click(canvas.getByRole('button', { name: 'Refetch' }));
    await expectFact(canvasElement, 'error.code', 'network');
    await expect(canvas.getAllByRole('listitem')).toHaveLength(5);
  },
};

/** Once the network is back, a refetch succeeds. */
export const OnlineAgain: Story = {
  play: async (context) => {
    await Offline.play?.(context);
    const backend: TestBackend = context.loaded['close'];
    backend.isOffline = false;
    await userEvent.click(context.canvas.getByRole('button', { name: 'Refetch' }));
    await expectFact(context.canvasElement, 'status', 'success');
  },
};
