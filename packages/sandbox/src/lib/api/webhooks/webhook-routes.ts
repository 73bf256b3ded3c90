import { eventTimestamp } from '../../model/close-event.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { EventKind, WebhookRow } from '../../model/rows/webhook-row.ts';
import { randomSignatureKey } from './sign-delivery.ts';
import { rowOf } from '../base/api-call.ts';
import type { ApiCall, ApiRoute, WebhookKeys } from '../base/api-call.ts';
import { invalidRequest } from '../base/api-refusal.ts';
import { refuseNotUnderstood } from '../base/not-understood.ts';
import { eventKinds } from '../events/event-sources.ts';

/** Webhook subscriptions: list, get, create, update, delete. */
export const webhookRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/webhook/',
    handle: ({ data, webhookKeys }) => ({
      data: data.webhooks.all().map((row) => renderWebhook(row, webhookKeys)),
      has_more: false,
    }),
  },
  { method: 'POST', path: '/webhook/', status: 201, handle: create },
  {
    method: 'GET',
    path: '/webhook/{id}/',
    handle: (call) => renderWebhook(rowOf(call, call.data.webhooks), call.webhookKeys),
  },
  { method: 'PUT', path: '/webhook/{id}/', handle: update },
  {
    method: 'DELETE',
    path: '/webhook/{id}/',
    handle: (call) => call.data.webhooks.remove(rowOf(call, call.data.webhooks)),
  },
];

function create(call: ApiCall): object {
  const { data, user, now } = call;
  const { webhookSubscriptions: most } = call.ceilings;
  if (data.webhooks.all().length >= most) {
    throw invalidRequest(`An organization may have at most ${most} webhook subscriptions.`);
  }
  const { url = '', ...patch } = readPatch(call);
  return renderWebhook(addSubscription({ data, userId: user.id, now }, { url, ...patch }), 'always');
}

/** Creates a subscription. Default: to every kind of event. */
export function addSubscription(
  { data, userId, now }: { data: OrganizationData; userId: string; now: number },
  { url, events = eventKinds, verify_ssl = true }: Pick<WebhookRow, 'url'> & Partial<WebhookRow>,
): WebhookRow {
  const at = eventTimestamp(now);
  return data.webhooks.add({
    id: data.ids.id('whsub_'),
    url,
    events,
    verify_ssl,
    status: 'active',
    pause_reason: null,
    signature_key: randomSignatureKey(),
    created_by: userId,
    updated_by: userId,
    date_created: at,
    date_updated: at,
  });
}

function update(call: ApiCall): object {
  const row = rowOf(call, call.data.webhooks);
  const touched = { updated_by: call.user.id, date_updated: eventTimestamp(call.now) };
  call.data.webhooks.update(row, { ...readPatch(call), ...touched });
  return renderWebhook(row, call.webhookKeys);
}

/** Reads the changes from a checked body; `null` leaves a field unchanged. */
function readPatch(call: ApiCall): Partial<WebhookRow> {
  const { body } = call;
  const patch: Partial<WebhookRow> = {};
  const { url, events, status } = body;
  if (typeof url === 'string') patch.url = url;
  if (Array.isArray(events)) patch.events = readEvents(call, events);
  if (typeof body['verify_ssl'] === 'boolean') patch.verify_ssl = body['verify_ssl'];
  if (status === 'active' || status === 'paused') {
    patch.status = status;
    patch.pause_reason = status === 'paused' ? 'api' : null;
  }
  return patch;
}

/** Refuses kinds of events that the sandbox never makes: a subscription to them would stay silent. */
function readEvents(call: ApiCall, items: readonly unknown[]): EventKind[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the rules have checked the items
  const kinds = items as readonly EventKind[];
  const unknown = kinds.filter(
    ({ object_type, action }) =>
      !eventKinds.some((known) => known.object_type === object_type && known.action === action),
  );
  const names = unknown.map(({ object_type, action }) => `${object_type} ${action}`);
  const message = `events: the sandbox makes no events of the kind ${names.join(', ')}.`;
  if (names.length > 0) refuseNotUnderstood(call, { field: 'events', message });
  return kinds.map(({ object_type, action, extra_filter }) => ({
    object_type,
    action,
    ...(extra_filter !== undefined && { extra_filter }),
  }));
}

/** Renders a subscription as healthy. Close does not document the other states. */
function renderWebhook({ signature_key, ...row }: WebhookRow, keys: WebhookKeys): object {
  return {
    ...row,
    ...(keys === 'always' && { signature_key }),
    counters: {},
    health_status: 'healthy',
    latest_error: null,
    recent_consecutive_fail_buckets_cnt: 0,
  };
}
