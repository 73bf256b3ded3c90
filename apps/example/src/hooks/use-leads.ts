import { useCloseInfiniteQuery } from '@closekit/react';
import { keepPreviousData } from '@tanstack/react-query';

const pageSize = 50;
const fields = [
  'id',
  'display_name',
  'status_id',
  'status_label',
  'contacts_summary',
  'primary_address_summary',
];

/** The leads that match, page by page; the last result stays on the screen while another search runs. */
export function useLeads(search: string) {
  return useCloseInfiniteQuery(
    (read) => read.leads.list({ _limit: pageSize, _fields: fields, ...(search && { query: search }) }),
    { placeholderData: keepPreviousData },
  );
}
