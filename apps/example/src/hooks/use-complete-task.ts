import { useCloseMutation, useCloseQueryTree } from '@closekit/react';
import { useQueryClient } from '@tanstack/react-query';

/** Ticks a task off, or opens it again. What is done shows up in the timeline. */
export function useCompleteTask() {
  const queryClient = useQueryClient();
  const timeline = useCloseQueryTree().activities.filter();
  return useCloseMutation((write) => write.tasks.update(), {
    onSuccess: () => void queryClient.invalidateQueries(timeline),
  });
}
