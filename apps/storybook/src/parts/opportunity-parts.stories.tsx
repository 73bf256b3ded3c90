import type { TestBackend } from '@closekit/react/testing';
import { PipelineTotals } from '@closekit/example/src/parts/pipeline-totals.tsx';
import { StageColumn } from '@closekit/example/src/parts/stage-column.tsx';
import type { StageTotals } from '@closekit/example/src/hooks/use-stage-totals.ts';
import type { Move } from '@closekit/example/src/move-in-lists.ts';
import { useCloseQuery } from '@closekit/react';
import type { Meta, StoryObj } from '@storybook/react-vite';
import type { ReactNode } from 'react';
import { expect, fn, screen, userEvent, waitFor } from 'storybook/test';

interface ColumnProps {
  /** Called when a card is moved. */
  readonly onMove: (move: Move) => void;
}

/** The first stage of the first pipeline. */
function Column({ onMove }: ColumnProps): ReactNode {
  const stages = useCloseQuery((q) => q.pipelines.list(), { select: ({ data }) => data[0]?.statuses ?? [] });
  const [stage] = stages.data ?? [];
  if (stage === undefined) return null;
  const totals = { stage, count: undefined, value: 0, expected: 0, currency: undefined };
  return (
    <main>
      <h1>Opportunities</h1>
      <StageColumn totals={totals} stages={stages.data ?? []} onMove={onMove} />
    </main>
  );
}

/** One stage of a pipeline with its cards. */
const meta = {
  title: 'Sample app/Opportunity parts',
  component: Column,
  args: { onMove: fn<(move: Move) => void>() },
  parameters: { close: { sandbox: { leads: 15 } } },
} satisfies Meta<typeof Column>;
export default meta;

type Story = StoryObj<typeof meta>;

const opportunities = '/api/v1/opportunity/';

/** The stage is loading. */
export const Loading: Story = {
  parameters: { close: { faults: [{ path: opportunities, delayMs: 3_600_000, times: Infinity }] } },
  play: async ({ canvas }) => expect(await canvas.findByText(/^Loading /)).toBeInTheDocument(),
};

/** A stage without opportunities. */
export const EmptyStage: Story = {
  parameters: {
    close: {
      faults: [
        { path: opportunities, body: { data: [], has_more: false, total_results: 0 }, times: Infinity },
      ],
    },
  },
  play: async ({ canvas }) =>
    expect(await canvas.findByText('No opportunities in this stage.')).toBeVisible(),
};

/** The stage cannot be loaded. A retry succeeds. */
export const Failed: Story = {
  parameters: { close: { faults: [{ path: opportunities, status: 500, times: Infinity }] } },
  play: async ({ canvas, loaded }) => {
    const { sandbox }: TestBackend = loaded['close'];
    await expect(await canvas.findByRole('alert')).toHaveTextContent('could not be loaded.');
    sandbox.faults.clear();
    await userEvent.click(canvas.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(canvas.queryByRole('alert')).toBeNull());
  },
};

/** A card is moved by its menu, with the keyboard alone. */
export const MovedByMenu: Story = {
  play: async ({ canvas, args }) => {
    const [button] = await canvas.findAllByRole('button', { name: /^Move / });
    button?.focus();
    await userEvent.keyboard('{Enter}');
    const [first] = await screen.findAllByRole('menuitem');
    const chosen = first?.textContent;
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(args.onMove).toHaveBeenCalledOnce());
    const label = chosen?.replace('Move to ', '');
    await expect(args.onMove).toHaveBeenCalledWith(
      expect.objectContaining({ to: expect.objectContaining({ label }) }),
    );
    await waitFor(() => expect(screen.queryByRole('menu')).toBeNull());
  },
};

function totalsOf(type: 'active' | 'won' | 'lost', value: number, expected: number): StageTotals {
  const stage = { id: `stat_${type}`, label: type, type };
  return { stage, count: 1, value, expected, currency: 'USD' };
}

/** The totals of a pipeline. Lost opportunities do not count. */
export const Totals: Story = {
  render: () => (
    <PipelineTotals
      totals={[
        totalsOf('active', 100_000, 40_000),
        totalsOf('won', 250_000, 250_000),
        totalsOf('lost', 900_000, 0),
      ]}
    />
  ),
  play: async ({ canvas }) => {
    const texts = canvas.getAllByRole('definition').map((definition) => definition.textContent);
    await expect(texts).toEqual(
      [/^\$1,000/, /^\$400/, /^\$2,500/].map((text) => expect.stringMatching(text)),
    );
  },
};
