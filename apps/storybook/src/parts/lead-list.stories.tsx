import { LeadList } from '@closekit/example/src/parts/lead-list.tsx';
import { useCloseInfiniteQuery } from '@closekit/react';
import type { TestBackend } from '@closekit/react/testing';
import type { Meta, StoryObj } from '@storybook/react-vite';
import type { ReactNode } from 'react';
import { expect, userEvent, waitFor } from 'storybook/test';

interface LongListProps {
  /** Rows of one page. */
  readonly limit: number;
  /** Whether another search is in flight. */
  readonly stale: boolean;
}

function LongList({ limit, stale }: LongListProps): ReactNode {
  const leads = useCloseInfiniteQuery((q) => q.leads.list({ _limit: limit }), {
    select: ({ pages }) => pages.flatMap((page) => page.data),
  });
  const rows = leads.data ?? [];
  return (
    <div style={{ display: 'grid', blockSize: '30rem', maxInlineSize: '26rem' }}>
      {rows.length > 0 && (
        <LeadList rows={rows} selectedId={rows[1]?.id} suffix="" stale={stale} list={leads} />
      )}
    </div>
  );
}

/** A virtual list: only the visible leads are in the page. */
const meta = {
  title: 'Sample app/LeadList',
  component: LongList,
  args: { limit: 200, stale: false },
  parameters: { close: { sandbox: { leads: 450 } } },
} satisfies Meta<typeof LongList>;
export default meta;

type Story = StoryObj<typeof meta>;

function scrollerIn(root: HTMLElement): HTMLElement {
  const scroller = root.querySelector('ul')?.parentElement;
  if (!scroller) throw new TypeError('Expected a list.');
  return scroller;
}

/** Few rows of many are in the page. Scrolling loads the next pages. */
export const Thousands: Story = {
  parameters: { close: { sandbox: { leads: 3000 } } },
  play: async ({ canvas, canvasElement, loaded }) => {
    const { requests }: TestBackend = loaded['close'];
    await waitFor(() => expect(canvas.getAllByRole('link').length).toBeGreaterThan(5));
    const pages = () => requests.filter((request) => request.endsWith('/lead/')).length;
    await expect(pages()).toBe(1);
    const scroller = scrollerIn(canvasElement);
    const height = scroller.scrollHeight;
    scroller.scrollTo({ top: height });
    await waitFor(() => expect(scroller.scrollHeight).toBeGreaterThan(height));
    await expect(pages()).toBe(2);
    await expect(canvas.getAllByRole('link').length).toBeLessThan(60);
  },
};

/** The selected lead is marked; arrow keys move between rows. */
export const ByKeyboard: Story = {
  play: async ({ canvas }) => {
    const [first, second] = await canvas.findAllByRole('link');
    await expect(second).toHaveAttribute('aria-current', 'true');
    first?.focus();
    await userEvent.keyboard('{ArrowDown}');
    await expect(second).toHaveFocus();
    await userEvent.keyboard('{ArrowUp}');
    await expect(first).toHaveFocus();
  },
};

/** Another search is in flight: the current rows stay, paler. */
export const Stale: Story = {
  args: { stale: true },
  play: async ({ canvas, canvasElement }) => {
    await canvas.findAllByRole('link');
    await expect(scrollerIn(canvasElement).dataset['stale']).toBe('true');
  },
};

/** A later page fails: the loaded rows stay, and the page can be fetched again. */
export const NextPageFails: Story = {
  play: async ({ canvas, canvasElement, loaded }) => {
    const { sandbox }: TestBackend = loaded['close'];
    await canvas.findAllByRole('link');
    sandbox.faults.next({ path: '/api/v1/lead/', status: 500 });
    const scroller = scrollerIn(canvasElement);
    scroller.scrollTo({ top: scroller.scrollHeight });
    const again = await canvas.findByRole('button', { name: 'Loading more failed. Try again' });
    const height = scroller.scrollHeight;
    await userEvent.click(again);
    await waitFor(() => expect(scroller.scrollHeight).toBeGreaterThan(height));
  },
};
