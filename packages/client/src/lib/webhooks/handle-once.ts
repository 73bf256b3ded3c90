import { handleClaimed, parseHandleOptions } from './claim.ts';
import type { EventWork, HandleEventOptions } from './claim.ts';
import { eventTime } from './event-time.ts';
import type { TimedEvent } from './event-time.ts';

/** The members of an event that identify it. */
export interface IdentifiedEvent extends TimedEvent {
  /** Close's id of the event, the same in every repetition. */
  readonly id: string;
  /** The organization of the event. */
  readonly organization_id: string;
}

/**
 * Does the work for an event, unless it has already been done: Close repeats deliveries, and two subscriptions
 * deliver the same event. A later version of an event, with a later `date_updated`, counts as another event.
 *
 * The work is done at least once, and again only if it failed, outlasted `leaseMs`, or its process or the store
 * failed before it was remembered. When the work throws, its error passes through, the event is not remembered,
 * and the next delivery does the work again: respond with any status but 2xx.
 *
 * @param event - The event of a verified delivery.
 * @param work - The work. It gets a signal that aborts after `leaseMs`.
 * @param options - The `store`, and any option that differs from its default.
 * @returns `handled`, or `repeated` without any work.
 * @throws WebhookError `webhook_busy` when another delivery of the event is being handled; `webhook_timeout` when the
 * work took longer than `leaseMs`.
 * @throws TypeError that names the wrong option.
 * @example
 * ```ts
 * await handleOnce(event, () => sendMail(event), { store });
 * ```
 */
export async function handleOnce(
  event: IdentifiedEvent,
  work: EventWork,
  options: HandleEventOptions,
): Promise<'handled' | 'repeated'> {
  const settings = parseHandleOptions(options, 'handleOnce');
  const mark = eventTime(event) ?? '';
  const plan = {
    key: `event ${event.organization_id} ${event.id}`,
    mark,
    skip: (stored: string | undefined) => (stored !== undefined && mark <= stored ? 'repeated' : undefined),
  } as const;
  return handleClaimed(plan, work, settings);
}
