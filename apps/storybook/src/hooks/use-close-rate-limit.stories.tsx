import { useCloseRateLimit } from '@closekit/react';
import type { TestBackend } from '@closekit/react/testing';
import type { Meta, StoryObj } from '@storybook/react-vite';
import type { ReactNode } from 'react';
import { expect, userEvent } from 'storybook/test';
import { expectFact } from '../cards/expect-fact.ts';
import { QueryCard } from '../cards/query-card.tsx';
import { StateCard } from '../cards/state-card.tsx';

function RateLimitCard(): ReactNode {
  const limit = useCloseRateLimit();
  const facts = {
    limit: limit?.limit,
    remaining: limit?.remaining,
    resetMs: limit?.resetMs,
    unknown: limit === undefined ? true : undefined,
  };
  return (
    <>
      <StateCard title="useCloseRateLimit()" facts={facts}>
        {limit?.remaining === 0 && <output>The rate limit is reached.</output>}
      </StateCard>
      <QueryCard limit={3} />
    </>
  );
}

const meta = { title: 'Hooks/useCloseRateLimit', component: RateLimitCard } satisfies Meta<
  typeof RateLimitCard
>;
export default meta;

type Story = StoryObj<typeof meta>;

/** No response has contained a limit yet. */
export const Unknown: Story = {
  play: async ({ canvasElement }) => {
    await expectFact(canvasElement, 'data.length', '3');
    await expectFact(canvasElement, 'unknown', 'true');
  },
};

/** Each response contains the number of remaining requests. */
export const Counting: Story = {
  parameters: { close: { sandbox: { rateLimit: { limit: 60, windowMs: 60_000 } } } },
  play: async ({ canvas, canvasElement }) => {
    await expectFact(canvasElement, 'limit', '60');
    await expectFact(canvasElement, 'remaining', '59');
    await userEvent.click(canvas.getByRole('button', { name: 'Refetch' }));
    await expectFact(canvasElement, 'remaining', '58');
  },
};

/** No requests are left: the next call waits for the reset, the loaded data stays, and the page can show why. */
export const UsedUp: Story = {
  parameters: { close: { sandbox: { rateLimit: { limit: 1, windowMs: 3_600_000 } } } },
  play: async ({ canvas, canvasElement, loaded }) => {
    await expectFact(canvasElement, 'remaining', '0');
    await expect(canvas.getByRole('status')).toHaveTextContent('The rate limit is reached.');
    await userEvent.click(canvas.getByRole('button', { name: 'Refetch' }));
    await expectFact(canvasElement, 'fetchStatus', 'fetching');
    await expectFact(canvasElement, 'data.length', '3');
    const { sandbox }: TestBackend = loaded['close'];
    await expect(sandbox.requests.filter(({ path }) => path === '/api/v1/lead/')).toHaveLength(1);
  },
};

/** Refused by a limit that resets soon: the call waits for the reset and retries once. */
export const WaitsForTheReset: Story = {
  parameters: {
    close: {
      faults: [
        { path: '/api/v1/lead/', status: 429, headers: { ratelimit: 'limit=60, remaining=0, reset=1' } },
      ],
    },
  },
  play: async ({ canvasElement, loaded }) => {
    const { sandbox }: TestBackend = loaded['close'];
    await expectFact(canvasElement, 'remaining', '0');
    await expectFact(canvasElement, 'status', 'pending');
    await expectFact(canvasElement, 'data.length', '3');
    await expect(sandbox.requests.filter(({ path }) => path === '/api/v1/lead/')).toHaveLength(2);
  },
};
