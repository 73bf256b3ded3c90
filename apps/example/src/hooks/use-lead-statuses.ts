import type { LeadStatus } from '@closekit/client/models';
import { useCloseQuery } from '@closekit/react';

/** The statuses of the organization. They rarely change, so they are fetched rarely. */
export function useLeadStatuses(): readonly LeadStatus[] | undefined {
  return useCloseQuery((read) => read.leadStatuses.list(), { staleTime: 300_000 }).data?.data;
}
