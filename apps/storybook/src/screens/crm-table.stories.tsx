import { bearer, createCloseClient } from '@closekit/client';
import type { CloseClient } from '@closekit/client';
import { CrmPage } from '@closekit/example/snippets/crm-page.tsx';
import type { TestBackend } from '@closekit/react/testing';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';

/** The table of docs/crm-table.md: 50 lines. */
const meta = {
  title: 'Sample app/CRM table',
  component: CrmPage,
  parameters: { close: { sandbox: { leads: 60 }, prepare: (backend: TestBackend) => backend.signIn() } },
} satisfies Meta<typeof CrmPage>;
export default meta;

type Story = StoryObj<typeof meta>;
type Canvas = ReturnType<typeof within>;

/** Another user of an organization, with a client of their own. */
function colleagueIn({ sandbox }: TestBackend, organizationId: string): CloseClient {
  return createCloseClient({
    auth: bearer(sandbox.connect({ organizationId }).accessToken),
    baseUrl: `${sandbox.origin}/api/v1`,
    fetch: (input, init) => sandbox.fetch(new Request(input, init)),
  });
}

/** The organization on screen, the other one, and a colleague in each. */
function organizationsOf(backend: TestBackend) {
  const [second, first] = backend.sandbox.organizations;
  if (first === undefined || second === undefined) throw new TypeError('Expected two organizations.');
  return {
    first,
    second,
    inFirst: colleagueIn(backend, first.id),
    inSecond: colleagueIn(backend, second.id),
  };
}

/** The rows on screen: lead, status and value. */
function rowsOf(canvas: Canvas): string[][] {
  return canvas.getAllByRole('row').map((row: HTMLElement) => {
    const status = within(row).getByRole<HTMLSelectElement>('combobox');
    const [lead, , value] = [...row.children].map(({ textContent }) => textContent);
    return [lead, status.value, value].map(String);
  });
}

/** The rows as Close has them. */
async function rowsAt(client: CloseClient, query: Parameters<CloseClient['opportunities']['list']>[0]) {
  const { data } = await client.opportunities.list({ _limit: 25, _order_by: '-value', ...query });
  return data.map((deal) => [deal.lead_name ?? 'No name', deal.status_id ?? '', deal.value_formatted ?? '']);
}

async function expectRows(canvas: Canvas, expected: Promise<string[][]>): Promise<void> {
  const rows = await expected;
  await expect(rows.length).toBeGreaterThan(0);
  await waitFor(() => expect(rowsOf(canvas)).toEqual(rows));
}

/** Sorting, filtering, searching and loading more: each shows what Close returns for it. */
export const SortFilterSearch: Story = {
  play: async ({ canvas, loaded }) => {
    const { inFirst } = organizationsOf(loaded['close']);
    await waitFor(() => expect(canvas.getAllByRole('row').length).toBeGreaterThan(1));
    await expectRows(canvas, rowsAt(inFirst, {}));
    await userEvent.click(canvas.getByRole('button', { name: 'Sort by value' }));
    await expectRows(canvas, rowsAt(inFirst, { _order_by: 'value' }));
    const [status] = (await inFirst.opportunityStatuses.list()).data;
    const filter = canvas.getByRole('combobox', { name: 'Filter' });
    await userEvent.selectOptions(filter, status?.id ?? '');
    await expectRows(canvas, rowsAt(inFirst, { _order_by: 'value', status_id: status?.id ?? '' }));
    await userEvent.selectOptions(filter, '');
    await userEvent.click(canvas.getByRole('button', { name: 'Sort by value' }));
    await expectRows(canvas, rowsAt(inFirst, {}));
    await userEvent.click(canvas.getByRole('button', { name: 'More' }));
    await expectRows(canvas, rowsAt(inFirst, { _limit: 50 }));
    const [lead = ''] = rowsOf(canvas)[3] ?? [];
    await userEvent.type(canvas.getByRole('searchbox'), lead);
    await expectRows(canvas, rowsAt(inFirst, { lead_query: lead }));
  },
};

/** An edit shows at once and reaches Close, and costs one request for the list. */
export const Edit: Story = {
  play: async ({ canvas, loaded }) => {
    const backend: TestBackend = loaded['close'];
    const { inFirst } = organizationsOf(backend);
    await expect(await canvas.findByText('Deals (open)')).toBeVisible();
    await expectRows(canvas, rowsAt(inFirst, {}));
    const [deal] = (await inFirst.opportunities.list({ _order_by: '-value', _limit: 1 })).data;
    const statuses = (await inFirst.opportunityStatuses.list()).data;
    const next = statuses.find(({ id }) => id !== deal?.status_id)?.id ?? '';
    const [select] = canvas.getAllByRole('combobox', { name: 'Status' });
    if (select === undefined || deal === undefined) throw new TypeError('Expected a deal.');
    backend.requests.length = 0;
    await userEvent.selectOptions(select, next);
    await expect(select).toHaveValue(next);
    await waitFor(async () => expect((await inFirst.opportunities.get(deal.id)).status_id).toBe(next));
    const calls = () =>
      backend.requests
        .filter((request) => request.includes('/opportunity/'))
        .map((request) => request.split(' ')[0]);
    await waitFor(() => expect(calls()).toEqual(['PUT', 'GET']));
    await expectRows(canvas, rowsAt(inFirst, {}));
  },
};

/** The change of another user arrives without a reload. */
export const ForeignEvent: Story = {
  play: async ({ canvas, loaded }) => {
    const backend: TestBackend = loaded['close'];
    const { inFirst } = organizationsOf(backend);
    await expect(await canvas.findByText('Deals (open)')).toBeVisible();
    await expectRows(canvas, rowsAt(inFirst, {}));
    const [deal] = (await inFirst.opportunities.list({ _order_by: '-value', _limit: 1, _skip: 2 })).data;
    if (deal === undefined) throw new TypeError('Expected a deal.');
    await inFirst.opportunities.update(deal.id, { value: 900_000_000 });
    backend.emit({ object_type: 'opportunity', object_id: deal.id, changed_fields: ['value'] });
    await expectRows(canvas, rowsAt(inFirst, {}));
    await expect(rowsOf(canvas)[0]?.[0]).toBe(deal.lead_name ?? 'No name');
  },
};

/** Another organization: its deals, without the filter of the first one, and never a row of it. */
export const Switch: Story = {
  play: async ({ canvas, loaded }) => {
    const { second, inFirst, inSecond } = organizationsOf(loaded['close']);
    await waitFor(() => expect(canvas.getAllByRole('row').length).toBeGreaterThan(1));
    const [status] = (await inFirst.opportunityStatuses.list()).data;
    await userEvent.selectOptions(canvas.getByRole('combobox', { name: 'Filter' }), status?.id ?? '');
    await expectRows(canvas, rowsAt(inFirst, { status_id: status?.id ?? '' }));
    const foreign = new Set((await rowsAt(inFirst, { _limit: 100 })).map(String));
    const seen: string[] = [];
    const organization = canvas.getByRole<HTMLSelectElement>('combobox', { name: 'Organization' });
    const observer = new MutationObserver(() => {
      if (organization.value === second.id && organization.ariaBusy !== 'true')
        seen.push(...rowsOfAny(canvas).filter((row) => foreign.has(row)));
    });
    observer.observe(document.body, { childList: true, subtree: true, characterData: true });
    await userEvent.selectOptions(organization, second.id);
    await expectRows(canvas, rowsAt(inSecond, {}));
    observer.disconnect();
    await expect(seen).toEqual([]);
  },
};

function rowsOfAny(canvas: Canvas): string[] {
  return canvas.queryAllByRole('row').length > 0 ? rowsOf(canvas).map(String) : [];
}
