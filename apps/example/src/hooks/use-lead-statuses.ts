import type { LeadStatus } from '@closekit/client/models';
import { useCloseQuery } from '@closekit/react';

/** The organization's own statuses. They change rarely, so they are asked for rarely. */
export function useLeadStatuses(): readonly LeadStatus[] | undefined {
  return useCloseQuery((read) => read.leadStatuses.list(), { staleTime: 300_000 }).data?.data;
}
