import type { OrganizationData } from '../../model/organization-data.ts';
import { eventSources } from './event-sources.ts';
import type { WatchedChange } from './event-sources.ts';

/** What became of an object in the course of a request. */
export interface ObjectChange {
  readonly objectType: string;
  readonly objectId: string;
  readonly leadId: string | null;
  /** `undefined` for an object that is new. */
  readonly before: object | undefined;
  /** `undefined` for an object that is gone. */
  readonly after: object | undefined;
}

/**
 * Does the work and notes what it changes. Several changes of one object count as one, from its first state to its last.
 * Work that throws has changed nothing that would be told.
 */
export function recordChanges<T>(
  data: OrganizationData,
  work: () => T,
): { readonly result: T; readonly changes: readonly ObjectChange[] } {
  const touches = new Map<string, WatchedChange>();
  const ends = eventSources.map((source) =>
    source.watch(data, (touch) => {
      if (!touches.has(touch.objectId)) touches.set(touch.objectId, touch);
    }),
  );
  try {
    const result = work();
    return {
      result,
      changes: [...touches.values()].map(({ now, ...touch }) => ({ ...touch, after: now() })),
    };
  } finally {
    for (const end of ends) end();
  }
}
