import type { WebhookEvent } from '../../generated/schema.ts';

/** The events of an object type, optionally of one action only. */
export type WebhookEventOf<
  TObject extends WebhookEvent['object_type'],
  TAction extends WebhookEvent['action'] = WebhookEvent['action'],
> = Matching<WebhookEvent, TObject, TAction>;

/**
 * Narrows an event schema to an object type and action, or to `never` if it does not cover them. A schema may
 * cover several actions; the schema of tasks covers several object types.
 */
type Matching<TEvent extends WebhookEvent, TObject, TAction> = TEvent extends unknown
  ? TObject extends TEvent['object_type']
    ? [TAction & TEvent['action']] extends [never]
      ? never
      : TEvent & { object_type: TObject; action: TAction & TEvent['action'] }
    : never
  : never;

/**
 * Checks the object type of an event and, if passed, its action.
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
