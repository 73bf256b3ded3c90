import { useSyncExternalStore } from 'react';

let currentId: string | undefined;
const listeners = new Set<() => void>();

/** Follows another export, or none. It is kept outside of the screens: people go on while it runs. */
export function setCurrentExport(id: string | undefined): void {
  currentId = id;
  for (const listener of listeners) listener();
}

/** The export that is followed. */
export function useCurrentExport(): string | undefined {
  return useSyncExternalStore(subscribe, () => currentId);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
