import type { WaitableClock } from '../../base/clock.ts';
import type { SandboxConsistency } from '../../base/switches.ts';
import type { CloseEvent } from '../../model/close-event.ts';
import type { Publish } from '../events/record-events.ts';

/** Delays events until the Event Log shows them; updates and deletions also by the window of consolidation. */
export function delayEvents(
  publish: Publish,
  clock: Pick<WaitableClock, 'sleep'>,
  { eventDelayMs, consolidateMs }: Pick<Required<SandboxConsistency>, 'eventDelayMs' | 'consolidateMs'>,
): { readonly publish: Publish; readonly clear: () => void } {
  const waiting = new Set<string>();

  async function publishAfter(delayMs: number, ...[data, events]: Parameters<Publish>): Promise<void> {
    // A later version of an event is sent with the first one.
    const ids = events.map(({ id }) => id).filter((id) => !waiting.has(id));
    for (const id of ids) waiting.add(id);
    await clock.sleep(delayMs);
    const due = ids.filter((id) => waiting.delete(id));
    const latest = due.flatMap((id) => data.events.findLast((event) => event.id === id) ?? []);
    publish(data, latest);
  }
  return {
    publish: (data, events) => {
      const slow = consolidateMs === 0 ? [] : events.filter(isSlow);
      const quick = events.filter((event) => !slow.includes(event));
      if (eventDelayMs === 0) publish(data, quick);
      else if (quick.length > 0) void publishAfter(eventDelayMs, data, quick);
      if (slow.length > 0) void publishAfter(eventDelayMs + consolidateMs, data, slow);
    },
    clear: () => waiting.clear(),
  };
}

function isSlow({ action }: CloseEvent): boolean {
  return action === 'updated' || action === 'deleted';
}
