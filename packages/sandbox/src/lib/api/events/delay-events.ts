import type { WaitableClock } from '../../base/clock.ts';
import type { SandboxConsistency } from '../../consistency-options.ts';
import type { CloseEvent } from '../../model/close-event.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { Publish } from './record-events.ts';

/** Publishes events late. */
export interface DelayedEvents {
  readonly publish: Publish;
  /** Forgets the events that wait. */
  readonly clear: () => void;
}

/** Delays events until the Event Log shows them; updates and deletions also by the window of consolidation. */
export function delayEvents(
  publish: Publish,
  clock: Pick<WaitableClock, 'sleep'>,
  { eventDelayMs, consolidateMs }: Pick<Required<SandboxConsistency>, 'eventDelayMs' | 'consolidateMs'>,
): DelayedEvents {
  let era = {};

  async function publishAfter(delayMs: number, ...[data, events]: Parameters<Publish>): Promise<void> {
    if (events.length === 0) return;
    const startedIn = era;
    if (delayMs > 0) await clock.sleep(delayMs);
    if (startedIn === era)
      publish(data, consolidateMs === 0 ? events : events.map((event) => latestOf(data, event)));
  }
  return {
    publish: (data, events) => {
      const slow = consolidateMs === 0 ? [] : events.filter(isSlow);
      const quick = slow.length === 0 ? events : events.filter((event) => !isSlow(event));
      void publishAfter(eventDelayMs, data, quick);
      // A later version of an event is sent with the first one.
      void publishAfter(eventDelayMs + consolidateMs, data, slow.filter(isFirst));
    },
    clear: () => {
      era = {};
    },
  };
}

function isSlow({ action }: CloseEvent): boolean {
  return action === 'updated' || action === 'deleted';
}

function isFirst({ date_created: created, date_updated: updated }: CloseEvent): boolean {
  return created === updated;
}

function latestOf({ events }: OrganizationData, event: CloseEvent): CloseEvent {
  return events.findLast(({ id }) => id === event.id) ?? event;
}
