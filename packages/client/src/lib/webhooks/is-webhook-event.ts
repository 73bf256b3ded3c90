import type { WebhookEvent } from '../../generated/schema.ts';

/** The events about one object type, or of one action on it. */
export type WebhookEventOf<
  TObject extends WebhookEvent['object_type'],
  TAction extends WebhookEvent['action'] = WebhookEvent['action'],
> = Matching<WebhookEvent, TObject, TAction>;

/**
 * One event schema covers several actions, and that of tasks several object types: the rest of each, or
 * `never`.
 */
type Matching<TEvent extends WebhookEvent, TObject, TAction> = TEvent extends unknown
  ? TObject extends TEvent['object_type']
    ? [TAction & TEvent['action']] extends [never]
      ? never
      : TEvent & { object_type: TObject; action: TAction & TEvent['action'] }
    : never
  : never;

/**
 * Whether an event is about an object type, and of an action.
 *
 * @param event - An event of a webhook delivery or of the Event Log.
 * @param objectType - The object type, such as `lead` or `activity.call`.
 * @param action - The action, such as `updated`. Default: any action.
 * @returns Whether both match.
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
