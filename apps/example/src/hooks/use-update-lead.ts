import type { Lead } from '@closekit/client/models';
import { useCloseMutation, useCloseQueryTree } from '@closekit/react';
import { type InfiniteData, useQueryClient } from '@tanstack/react-query';

type LeadPages = InfiniteData<{ readonly data: readonly Lead[] }>;

/**
 * Changes a lead at once on the screen, in its own page and in every list, and takes the change back when Close does
 * not accept it.
 */
export function useUpdateLead() {
  const queryClient = useQueryClient();
  const queries = useCloseQueryTree();
  const leads = queries.leads.filter();
  return useCloseMutation((write) => write.leads.update(), {
    onMutate: async ({ id, body }) => {
      await queryClient.cancelQueries(leads);
      const before = queryClient.getQueriesData(leads);
      const statuses = queryClient.getQueryData(queries.leadStatuses.list().queryKey)?.data;
      const label = statuses?.find((status) => status.id === body.status_id)?.label;
      const change = {
        ...body,
        ...(body.name && { display_name: body.name }),
        ...(label && { status_label: label }),
      };
      queryClient.setQueriesData<Lead | LeadPages>(leads, (cached) => cached && patch(cached, id, change));
      return { before };
    },
    // A change of status is an entry in the timeline.
    onSuccess: () => void queryClient.invalidateQueries(queries.activities.filter()),
    onError: (_error, _variables, saved) => {
      for (const [key, data] of saved?.before ?? []) queryClient.setQueryData(key, data);
      void queryClient.invalidateQueries(leads);
    },
  });
}

function patch(cached: Lead | LeadPages, id: string, change: object): Lead | LeadPages {
  const patchOne = (lead: Lead): Lead => (lead.id === id ? { ...lead, ...change } : lead);
  if (!('pages' in cached)) return patchOne(cached);
  return { ...cached, pages: cached.pages.map((page) => ({ ...page, data: page.data.map(patchOne) })) };
}
