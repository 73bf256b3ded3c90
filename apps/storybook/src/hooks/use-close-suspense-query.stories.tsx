import type { TestBackend } from '@closekit/react/testing';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent } from 'storybook/test';
import { expectFact } from '../cards/expect-fact.ts';
import { SuspenseCard } from '../cards/suspense-card.tsx';

const meta = { title: 'Hooks/useCloseSuspenseQuery', component: SuspenseCard } satisfies Meta<
  typeof SuspenseCard
>;
export default meta;

type Story = StoryObj<typeof meta>;

/** Suspended: the fallback shows until both queries have data. */
export const Loading: Story = {
  parameters: { close: { hydrated: true, delayMs: 3_600_000 } },
  play: async ({ canvas }) => expect(await canvas.findByText('One moment…')).toBeVisible(),
};

/** Suspended while signed out, without a request. */
export const SignedOut: Story = {
  parameters: { close: { hydrated: true, session: 'signed-out' } },
  play: async ({ canvas, loaded }) => {
    const { sandbox }: TestBackend = loaded['close'];
    await expect(await canvas.findByText('One moment…')).toBeVisible();
    await expect(sandbox.requests).toEqual([]);
  },
};

/** `data` is never undefined. */
export const Data: Story = {
  play: async ({ canvas, canvasElement }) => {
    await expectFact(canvasElement, 'me.data.first_name', /\w/);
    await expectFact(canvasElement, 'leads.data.pages.length', '1');
    await userEvent.click(canvas.getByRole('button', { name: 'More' }));
    await expectFact(canvasElement, 'leads.data.pages.length', '2');
  },
};
