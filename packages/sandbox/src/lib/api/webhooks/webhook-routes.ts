import { recordsIn } from '../../base/is-record.ts';
import type { EventKind } from '../../model/rows/webhook-row.ts';
import type { ApiCall, ApiRoute, RowCall } from '../base/api-call.ts';
import { invalidRequest, refuseNotUnderstood } from '../base/api-call.ts';
import { eventKinds } from '../events/event-sources.ts';
import { createRow, routesOfResource } from '../base/resource.ts';
import type { Resource } from '../base/resource.ts';
import { randomSignatureKey } from './create-deliveries.ts';

/** Webhook subscriptions, all healthy: Close does not document the other states. */
const webhooks: Resource = {
  path: '/webhook/',
  rows: (data) => data.webhooks,
  defaults: { latest_error: null },
  hidden: ({ webhookKeys }) => (webhookKeys === 'always' ? [] : ['signature_key']),
  values: (call, row) => {
    const { events, status } = call.body;
    if (row === undefined) checkCeiling(call);
    checkKinds(call, events);
    return {
      ...(row === undefined && { signature_key: randomSignatureKey() }),
      ...(typeof status === 'string' && { pause_reason: status === 'paused' ? 'api' : null }),
    };
  },
};

export const webhookRoutes: readonly ApiRoute[] = routesOfResource(webhooks);

/** Creates a subscription. Default: to every kind of event. */
export function addSubscription(
  call: RowCall,
  { url, events = eventKinds }: { readonly url: string; readonly events?: readonly EventKind[] },
): { id: string; signatureKey: string } {
  const signatureKey = randomSignatureKey();
  const { id } = createRow(call, webhooks, { url, events, signature_key: signatureKey });
  return { id, signatureKey };
}

function checkCeiling({ data, ceilings: { webhookSubscriptions: most } }: ApiCall): void {
  if (data.webhooks.all().length < most) return;
  throw invalidRequest(`An organization may have at most ${most} webhook subscriptions.`);
}

/** Refuses kinds of events that the sandbox never makes: a subscription to them would stay silent. */
function checkKinds(call: ApiCall, events: unknown): void {
  const unknown = recordsIn(events).filter(
    ({ object_type, action }) =>
      !eventKinds.some((known) => known.object_type === object_type && known.action === action),
  );
  const names = unknown.map(({ object_type, action }) => `${String(object_type)} ${String(action)}`);
  const message = `events: the sandbox makes no events of the kind ${names.join(', ')}.`;
  if (names.length > 0) refuseNotUnderstood(call, { field: 'events', message });
}
