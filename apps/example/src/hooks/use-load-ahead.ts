import { useIsFetching, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { loadAhead } from '../load-ahead.ts';

/** Fetches the files of the other screens once this one has its data. */
export function useLoadAhead(): void {
  const queryClient = useQueryClient();
  const inFlight = useIsFetching();
  useEffect(() => {
    // Checked again: the queries of the first render start after the count was read.
    if (inFlight === 0 && queryClient.isFetching() === 0) loadAhead();
  }, [queryClient, inFlight]);
}
