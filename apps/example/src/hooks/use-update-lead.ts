import { optimistic, useCloseMutation } from '@closekit/react';
import { useLeadStatuses } from './use-lead-statuses.ts';

/**
 * Updates a lead at once on its own page and in every list, and rolls back when Close refuses. The fields
 * that Close derives from the change are derived here too until the response arrives.
 */
export function useUpdateLead() {
  const statuses = useLeadStatuses();
  return useCloseMutation((write) =>
    optimistic(write.leads.update(), (lead, { body: { name, status_id: statusId, description } }) => ({
      ...lead,
      ...(name && { name, display_name: name }),
      ...(description !== undefined && { description }),
      ...(statusId && {
        status_id: statusId,
        status_label: statuses?.find(({ id }) => id === statusId)?.label ?? lead.status_label,
      }),
    })),
  );
}
