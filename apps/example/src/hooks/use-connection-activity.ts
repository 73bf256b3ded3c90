import { useCloseAuth } from '@closekit/react';
import { useCallback, useEffect, useRef, useState } from 'react';

export interface Activity {
  readonly at: number;
  readonly text: string;
}

const kept = 8;

/** What happened to the connection while this screen was open, newest first. Renewals are seen by the token's number. */
export function useConnectionActivity(): { entries: readonly Activity[]; add: (text: string) => void } {
  const [entries, setEntries] = useState<readonly Activity[]>([]);
  const add = useCallback((text: string) => {
    setEntries((before) => [{ at: Date.now(), text }, ...before].slice(0, kept));
  }, []);
  const auth = useCloseAuth();
  const generation = 'generation' in auth ? (auth.generation ?? undefined) : undefined;
  const previous = useRef(generation);
  useEffect(() => {
    const renewed =
      previous.current !== undefined && generation !== undefined && generation > previous.current;
    previous.current = generation;
    if (renewed) add('The server renewed the token. The page never saw it, and nothing was reloaded.');
  }, [generation, add]);
  return { entries, add };
}
