import { handleClaimed, parseHandleOptions } from './claim.ts';
import type { EventWork, HandleEventOptions } from './claim.ts';
import { eventTime } from './event-time.ts';
import type { IdentifiedEvent } from './handle-once.ts';

/** The members of an event that identify it and its object. */
export interface ObjectEvent extends IdentifiedEvent {
  /** The id of the object. */
  readonly object_id: string;
  /** The action, such as `updated`. */
  readonly action: string;
}

/**
 * Does the work for an event, unless a later event of the same object has already been handled: for copies of Close's
 * data. One event of an object is handled at a time. The order is that of `date_updated`; at the same time, `created`
 * comes first and `deleted` last, and other events are handled in the order in which they arrive. An event without a
 * readable `date_updated` is always handled.
 *
 * An outdated event is skipped for good, so to act on every event, use {@link handleOnce}. If the copy is in a
 * database, storing {@link eventTime} with each row, in the same transaction, is safer than any store of its own.
 *
 * @param event - The event of a verified delivery.
 * @param work - The work. It gets a signal that aborts after `leaseMs`.
 * @param options - The `store`, and any option that differs from its default.
 * @returns `handled`, or without any work: `repeated`, or `outdated` by a later event of the object.
 * @throws WebhookError `webhook_busy` when another event of the object is being handled; `webhook_timeout` when the
 * work took longer than `leaseMs`.
 * @throws TypeError that names the wrong option.
 * @example
 * ```ts
 * await handleInOrder(event, () => copyLead(event), { store });
 * ```
 */
export async function handleInOrder(
  event: ObjectEvent,
  work: EventWork,
  options: HandleEventOptions,
): Promise<'handled' | 'repeated' | 'outdated'> {
  const settings = parseHandleOptions(options, 'handleInOrder');
  const time = eventTime(event);
  const position = `${time} ${rankOf(event.action)}`;
  const mark = `${position} ${event.id}`;
  const plan = {
    key: `object ${event.organization_id} ${event.object_id}`,
    mark: time && mark,
    skip(stored: string | undefined) {
      if (time === undefined || stored === undefined) return undefined;
      if (stored === mark) return 'repeated';
      return position < stored.slice(0, position.length) ? 'outdated' : undefined;
    },
  } as const;
  return handleClaimed(plan, work, settings);
}

/** The place of an action among those at the same time. */
function rankOf(action: string): number {
  if (action === 'created') return 0;
  return action === 'deleted' ? 2 : 1;
}
