import { useSyncExternalStore } from 'react';

let currentId: string | undefined;
const listeners = new Set<() => void>();

/**
 * Sets the export to follow, or none. The id is stored outside the screens, because an export outlives them.
 */
export function setCurrentExport(id: string | undefined): void {
  currentId = id;
  for (const listener of listeners) listener();
}

/** Returns the id of the followed export. */
export function useCurrentExport(): string | undefined {
  return useSyncExternalStore(subscribe, () => currentId);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
