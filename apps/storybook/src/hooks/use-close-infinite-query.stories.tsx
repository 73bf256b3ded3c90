import { useCloseInfiniteQuery } from '@closekit/react';
import type { Meta, StoryObj } from '@storybook/react-vite';
import type { ReactNode } from 'react';
import { expect, userEvent, waitFor } from 'storybook/test';
import { expectFact } from '../cards/expect-fact.ts';
import { StateCard } from '../cards/state-card.tsx';

interface PagesCardProps {
  /** Rows of one page. */
  readonly limit: number;
}

function PagesCard({ limit }: PagesCardProps): ReactNode {
  const leads = useCloseInfiniteQuery((q) => q.leads.list({ _limit: limit }));
  const rows = leads.data?.pages.flatMap((page) => page.data) ?? [];
  const facts = {
    status: leads.status,
    isFetchingNextPage: leads.isFetchingNextPage,
    hasNextPage: leads.hasNextPage,
    'pages.length': leads.data?.pages.length,
    rows: rows.length,
    'error.code': leads.error?.code,
  };
  return (
    <StateCard title="useCloseInfiniteQuery((q) => q.leads.list())" facts={facts}>
      <ol>
        {rows.map((lead) => (
          <li key={lead.id}>{lead.display_name}</li>
        ))}
      </ol>
      <button className="button" disabled={!leads.hasNextPage} onClick={() => void leads.fetchNextPage()}>
        More
      </button>
    </StateCard>
  );
}

const meta = {
  title: 'Hooks/useCloseInfiniteQuery',
  component: PagesCard,
  args: { limit: 10 },
} satisfies Meta<typeof PagesCard>;
export default meta;

type Story = StoryObj<typeof meta>;

/** The first page is loaded, and there are more. */
export const FirstPage: Story = {
  play: async ({ canvasElement }) => {
    await expectFact(canvasElement, 'rows', '10');
    await expectFact(canvasElement, 'hasNextPage', 'true');
  },
};

/** The next page is loading. The loaded pages stay. */
export const FetchingNextPage: Story = {
  play: async ({ canvas, canvasElement, loaded }) => {
    await expectFact(canvasElement, 'rows', '10');
    Object.assign(loaded['close'], { delayMs: 3_600_000 });
    await userEvent.click(canvas.getByRole('button', { name: 'More' }));
    await expectFact(canvasElement, 'isFetchingNextPage', 'true');
    await expectFact(canvasElement, 'rows', '10');
  },
};

/** Every page is loaded. */
export const LastPage: Story = {
  play: async ({ canvas, canvasElement }) => {
    const more = canvas.getByRole('button', { name: 'More' });
    await expectFact(canvasElement, 'rows', '10');
    await userEvent.click(more);
    await expectFact(canvasElement, 'rows', '20');
    await userEvent.click(more);
    await expectFact(canvasElement, 'rows', '25');
    await expectFact(canvasElement, 'hasNextPage', 'false');
    await waitFor(() => expect(more).toBeDisabled());
  },
};

/** A page fails. The loaded pages stay, and the failed one can be fetched again. */
export const NextPageFails: Story = {
  play: async ({ canvas, canvasElement, loaded }) => {
    await expectFact(canvasElement, 'rows', '10');
    loaded['close'].sandbox.faults.next({ path: '/api/v1/lead/', status: 500 });
    await userEvent.click(canvas.getByRole('button', { name: 'More' }));
    await expectFact(canvasElement, 'error.code', 'server_error');
    await expectFact(canvasElement, 'rows', '10');
    await userEvent.click(canvas.getByRole('button', { name: 'More' }));
    await expectFact(canvasElement, 'rows', '20');
  },
};
