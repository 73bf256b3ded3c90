import type { Lead, LeadPage } from '@closekit/client/models';
import { useCloseInfiniteQuery } from '@closekit/react';
import { keepPreviousData } from '@tanstack/react-query';
import type { InfiniteData } from '@tanstack/react-query';
import { leadQuery } from '../lead-query.ts';
import type { LeadFilter } from './use-lead-filter.ts';
import { useLeadStatuses } from './use-lead-statuses.ts';

const pageSize = 50;
const fields = [
  'id',
  'display_name',
  'status_id',
  'status_label',
  'contacts_summary',
  'primary_address_summary',
];

interface Leads {
  readonly rows: readonly Lead[];
  /** How many match in all, where Close says so. */
  readonly total: number | undefined;
}

/** The leads that match, page by page; the last result stays on the screen while another search runs. */
export function useLeads(filter: Pick<LeadFilter, 'search' | 'statusIds'>) {
  const statuses = useLeadStatuses();
  const query = leadQuery(filter, statuses ?? []);
  return useCloseInfiniteQuery(
    (read) => read.leads.list({ _limit: pageSize, _fields: fields, ...(query && { query }) }),
    {
      placeholderData: keepPreviousData,
      select: gatherLeads,
      // The query names statuses, so a filter by status has to wait for the names.
      enabled: filter.statusIds.length === 0 || statuses !== undefined,
    },
  );
}

/** Pages are cut by row numbers: a lead that is added in between pushes another one into the next page as well. */
function gatherLeads({ pages }: InfiniteData<LeadPage, number>): Leads {
  const byId = new Map(pages.flatMap((page) => page.data).map((lead) => [lead.id, lead]));
  return { rows: [...byId.values()], total: pages[0]?.total_results };
}
