import { useCloseMutation } from '@closekit/react';
import { useLeadStatuses } from './use-lead-statuses.ts';

/**
 * Changes a lead at once on the screen, in its own page and in every list, and takes the change back when Close does
 * not accept it. What Close derives from the change is derived here too, until it answers.
 */
export function useUpdateLead() {
  const statuses = useLeadStatuses();
  return useCloseMutation((write) => write.leads.update(), {
    optimistic: (lead, { body: { name, status_id: statusId, description } }) => ({
      ...lead,
      ...(name && { name, display_name: name }),
      ...(description !== undefined && { description }),
      ...(statusId && {
        status_id: statusId,
        status_label: statuses?.find(({ id }) => id === statusId)?.label ?? lead.status_label,
      }),
    }),
  });
}
