import { SearchBox } from '@closekit/example/src/parts/search-box.tsx';
import { Select } from '@closekit/example/src/parts/select.tsx';
import { StatusFilter } from '@closekit/example/src/parts/status-filter.tsx';
import type { LeadStatus } from '@closekit/client/models';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { expect, fn, screen, userEvent, waitFor } from 'storybook/test';

/** Input fields. */
const meta = { title: 'Sample app/Fields' } satisfies Meta;
export default meta;

type Story = StoryObj<typeof meta>;

const onSearch = fn();
const onChange = fn();
const statuses: readonly LeadStatus[] = [
  { id: 'stat_1', label: 'Potential', organization_id: 'orga_1' },
  { id: 'stat_2', label: 'Qualified', organization_id: 'orga_1' },
  { id: 'stat_3', label: 'Customer', organization_id: 'orga_1' },
];

/** Searches when typing pauses, once per pause. Escape clears it. */
export const Search: Story = {
  render: () => <SearchBox label="Search leads" value="" onSearch={onSearch} />,
  play: async ({ canvas }) => {
    const field = canvas.getByRole('searchbox', { name: 'Search leads' });
    await userEvent.type(field, 'bakery');
    await waitFor(() => expect(onSearch).toHaveBeenCalledWith('bakery'));
    await expect(onSearch).toHaveBeenCalledOnce();
    await userEvent.keyboard('{Escape}');
    await expect(field).toHaveValue('');
  },
};

/** Shows the search of the address. */
export const SearchFromTheAddress: Story = {
  render: () => <SearchBox label="Search leads" value="harbor" onSearch={onSearch} />,
  play: ({ canvas }) => expect(canvas.getByRole('searchbox')).toHaveValue('harbor'),
};

/** A select field, closed. */
export const SelectClosed: Story = {
  render: () => <Select label="Status" options={statuses} defaultValue="stat_2" onChange={onChange} />,
  play: ({ canvas }) => expect(canvas.getByRole('button')).toHaveTextContent('Qualified'),
};

/** A select field, used with the keyboard alone. */
export const SelectByKeyboard: Story = {
  render: () => <Select label="Status" options={statuses} defaultValue="stat_1" onChange={onChange} />,
  play: async ({ canvas }) => {
    await userEvent.tab();
    await userEvent.keyboard('{ArrowDown}');
    const list = await screen.findByRole('listbox');
    await expect(list).toBeVisible();
    await userEvent.keyboard('c{Enter}');
    await expect(onChange).toHaveBeenCalledWith('stat_3');
    await waitFor(() => expect(canvas.getByRole('button')).toHaveTextContent('Customer'));
  },
};

function Filter(): ReactNode {
  const [selected, setSelected] = useState<readonly string[]>([]);
  return <StatusFilter statuses={statuses} selected={selected} onChange={(ids) => setSelected([...ids])} />;
}

/** Selects any number of statuses. One tab stop, with arrow keys inside. */
export const Statuses: Story = {
  render: () => <Filter />,
  play: async ({ canvas }) => {
    const [potential, qualified] = canvas.getAllByRole('button');
    await userEvent.tab();
    await expect(potential).toHaveFocus();
    await userEvent.keyboard('{ArrowRight} ');
    await expect(qualified).toHaveFocus();
    await expect(qualified).toHaveAttribute('aria-pressed', 'true');
    await expect(potential).toHaveAttribute('aria-pressed', 'false');
  },
};
