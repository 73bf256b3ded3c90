import type { OrganizationData } from '../../model/organization-data.ts';
import { eventSources } from './event-sources.ts';
import type { EventSource, WatchedChange } from './event-sources.ts';

/** The change of an object during a request. */
export interface ObjectChange {
  readonly objectType: string;
  readonly objectId: string;
  readonly leadId: string | null;
  /** `undefined` for a new object. */
  readonly before: object | undefined;
  /** `undefined` for a deleted object. */
  readonly after: object | undefined;
}

/**
 * Runs `work` and records its changes. Several changes of one object count as one, from its first state to
 * its last. If `work` throws, no changes are reported.
 */
export function recordChanges<T>(
  data: OrganizationData,
  { work, mark }: { readonly work: () => T; readonly mark?: Parameters<EventSource['watch']>[2] },
): { readonly result: T; readonly changes: readonly ObjectChange[] } {
  const changes = new Map<string, WatchedChange>();
  const stops = eventSources.map((source) =>
    source.watch(
      data,
      (change) => {
        if (!changes.has(change.objectId)) changes.set(change.objectId, change);
      },
      mark,
    ),
  );
  try {
    const result = work();
    return {
      result,
      changes: [...changes.values()].map(({ renderNow, ...change }) => ({ ...change, after: renderNow() })),
    };
  } finally {
    for (const stop of stops) stop();
  }
}
