import { useIsFetching, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { loadAhead } from '../load-ahead.ts';

/** Fetches the files of the other screens as soon as this one has all of its data. */
export function useLoadAhead(): void {
  const queryClient = useQueryClient();
  const underWay = useIsFetching();
  useEffect(() => {
    // Asked again: the queries of the first render begin after it.
    if (underWay === 0 && queryClient.isFetching() === 0) loadAhead();
  }, [queryClient, underWay]);
}
