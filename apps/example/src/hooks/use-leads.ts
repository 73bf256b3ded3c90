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
  /** Number of all matches, when Close returns it. */
  readonly total: number | undefined;
}

/** The matching leads, page by page. The last result stays on the screen during the next search. */
export function useLeads(filter: Pick<LeadFilter, 'search' | 'statusIds'>) {
  const statuses = useLeadStatuses();
  const query = leadQuery(filter, statuses ?? []);
  return useCloseInfiniteQuery(
    (read) => read.leads.list({ _limit: pageSize, _fields: fields, ...(query && { query }) }),
    {
      placeholderData: keepPreviousData,
      select: gatherLeads,
      // The query names statuses by label, so a filter by status waits for the labels.
      enabled: filter.statusIds.length === 0 || statuses !== undefined,
    },
  );
}

/** Joins the pages and removes duplicates: a lead that is added between two requests shifts the pages. */
function gatherLeads({ pages }: InfiniteData<LeadPage, number>): Leads {
  const byId = new Map(pages.flatMap((page) => page.data).map((lead) => [lead.id, lead]));
  return { rows: [...byId.values()], total: pages[0]?.total_results };
}
