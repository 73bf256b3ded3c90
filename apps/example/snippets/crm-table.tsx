/** The table of docs/crm-table.md, compiled with the sample app and tested as a story. */
// #region table
import { optimistic, useCloseInfiniteQuery, useCloseLive } from '@closekit/react';
import { useCloseMutation, useCloseQuery } from '@closekit/react';
import { keepPreviousData } from '@tanstack/react-query';
import { useState } from 'react';

export function DealTable() {
  const live = useCloseLive();
  const [{ order, status, search }, setView] = useState({ order: '-value', status: '', search: '' });
  const show = (part: object) => setView((view) => ({ ...view, ...part }));
  const filter = { ...(status && { status_id: status }), ...(search && { lead_query: search }) };
  const deals = useCloseInfiniteQuery(
    (q) => q.opportunities.list({ ...filter, _order_by: order, _limit: 25 }),
    { placeholderData: keepPreviousData, select: ({ pages }) => pages.flatMap((page) => page.data) },
  );
  const statuses = useCloseQuery((q) => q.opportunityStatuses.list());
  const options = statuses.data?.data.map(({ id, label }) => (
    <option key={id} value={id}>
      {label}
    </option>
  ));
  const edit = useCloseMutation((m) => optimistic(m.opportunities.update()));
  const move = (id: string, status_id: string) => edit.mutate({ id, body: { status_id } });
  const rows = deals.data?.map(({ id, lead_name, status_id, value_formatted }) => (
    <tr key={id}>
      <th scope="row">{lead_name ?? 'No name'}</th>
      <td>
        <select aria-label="Status" value={status_id} onChange={(event) => move(id, event.target.value)}>
          {options}
        </select>
      </td>
      <td>{value_formatted}</td>
    </tr>
  ));
  return (
    <>
      <input type="search" aria-label="Search" onChange={(event) => show({ search: event.target.value })} />
      <select aria-label="Filter" onChange={(event) => show({ status: event.target.value })}>
        <option value="">All statuses</option>
        {options}
      </select>
      {deals.error && <p role="alert">{deals.error.message}</p>}
      <table aria-busy={deals.isFetching}>
        <caption>Deals ({live.status})</caption>
        <tbody>{rows}</tbody>
      </table>
      <button onClick={() => show({ order: order === 'value' ? '-value' : 'value' })}>Sort by value</button>
      {deals.hasNextPage && <button onClick={() => void deals.fetchNextPage()}>More</button>}
    </>
  );
}
// #endregion
