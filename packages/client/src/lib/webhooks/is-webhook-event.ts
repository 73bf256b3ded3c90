import type { WebhookEvent } from '../../generated/schema.ts';

/** The events about one kind of object, or of one action on it. */
export type WebhookEventOf<
  TObject extends WebhookEvent['object_type'],
  TAction extends WebhookEvent['action'] = WebhookEvent['action'],
> = Matching<WebhookEvent, TObject, TAction>;

/** One event schema covers several actions, and tasks several kinds of object: what is left of each, or nothing. */
type Matching<TEvent extends WebhookEvent, TObject, TAction> = TEvent extends unknown
  ? TObject extends TEvent['object_type']
    ? [TAction & TEvent['action']] extends [never]
      ? never
      : TEvent & { object_type: TObject; action: TAction & TEvent['action'] }
    : never
  : never;

/**
 * Tells whether an event is about a kind of object, and whether it is a certain action on it.
 *
 * @param event - An event of a webhook delivery or of the Event Log.
 * @param objectType - The kind of object, such as `lead` or `activity.call`.
 * @param action - The action, such as `updated`; left out, any will do.
 * @returns Whether it is one.
 * @example
 * if (isWebhookEvent(event, 'lead', 'updated')) console.log(event.data.display_name);
 */
export function isWebhookEvent<
  TObject extends WebhookEvent['object_type'],
  TAction extends WebhookEvent['action'] = WebhookEvent['action'],
>(
  event: { readonly object_type: string; readonly action: string },
  objectType: TObject,
  action?: TAction,
): event is WebhookEventOf<TObject, TAction> {
  return event.object_type === objectType && (action === undefined || event.action === action);
}
