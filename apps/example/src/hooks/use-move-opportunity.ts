import type { Opportunity, PipelineStatus } from '@closekit/client/models';
import { useCloseClient, useCloseQueryOptions } from '@closekit/react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { moveInLists } from '../move-in-lists.ts';
import type { Move } from '../move-in-lists.ts';

export interface FailedMove {
  readonly move: Move;
  readonly error: Error;
}

/** Moves an opportunity to another stage: at once on the screen, and back when Close refuses. */
export function useMoveOpportunity() {
  const close = useCloseClient();
  const queryClient = useQueryClient();
  const queries = useCloseQueryOptions();
  const lists = queries.opportunities.list.filter();
  const mutationKey = queries.mutations.opportunities.update().mutationKey;
  // Several moves can be in flight; a mutation reports only the last one.
  const [failed, setFailed] = useState<FailedMove>();
  const { mutate, variables: last } = useMutation({
    mutationKey,
    mutationFn: ({ opportunity, to }: Move) =>
      close.opportunities.update(opportunity.id, { status_id: to.id }),
    onMutate: async (move) => {
      setFailed(undefined);
      await queryClient.cancelQueries(lists);
      moveInLists(queryClient, lists, move);
    },
    onError: (error, move) => {
      const { opportunity, to } = move;
      moveInLists(queryClient, lists, { opportunity: inStage(opportunity, to), to: stageOf(opportunity) });
      setFailed({ move, error });
    },
    onSettled: async () => {
      // A refetch now would undo the moves that are still in flight; the last one refetches.
      if (queryClient.isMutating({ mutationKey }) > 1) return;
      await Promise.all([
        queryClient.invalidateQueries(queries.opportunities.filter()),
        queryClient.invalidateQueries(queries.leads.get.filter()),
        queryClient.invalidateQueries(queries.activities.filter()),
      ]);
    },
  });
  return { move: mutate, last, failed };
}

function inStage(opportunity: Opportunity, { id, label, type }: PipelineStatus): Opportunity {
  return { ...opportunity, status_id: id, status_label: label, status_type: type };
}

function stageOf({ status_id: id, status_label: label, status_type: type }: Opportunity): PipelineStatus {
  return { id, label: label ?? '', type: type ?? 'active' };
}
