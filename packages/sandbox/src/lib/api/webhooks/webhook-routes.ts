import { isRecord } from '../../base/is-record.ts';
import { eventTimestamp } from '../../model/close-event.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { EventFilter, EventKind, WebhookRow } from '../../model/rows/webhook-row.ts';
import { randomSignatureKey } from './sign-delivery.ts';
import { rowOf } from '../base/api-call.ts';
import type { ApiCall, ApiRoute, WebhookKeys } from '../base/api-call.ts';
import { invalidRequest } from '../base/api-refusal.ts';
import { checkBody, checkField } from '../base/check-body.ts';
import type { BodyRules } from '../base/check-body.ts';
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

const maxSubscriptions = 40;
const createRules: BodyRules = {
  closed: true,
  fields: {
    url: { type: 'string', required: true },
    events: { type: 'array', required: true },
    verify_ssl: { type: 'boolean' },
  },
};
const updateRules: BodyRules = {
  closed: true,
  fields: {
    url: { type: 'string', nullable: true },
    events: { type: 'array', nullable: true },
    verify_ssl: { type: 'boolean', nullable: true },
    status: { type: ['active', 'paused'], nullable: true },
  },
};

function create(call: ApiCall): object {
  checkBody(call.body, createRules);
  const { data, user, now } = call;
  if (data.webhooks.all().length >= maxSubscriptions) {
    throw invalidRequest(`An organization may have at most ${maxSubscriptions} webhook subscriptions.`);
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
  checkBody(call.body, updateRules);
  const touched = { updated_by: call.user.id, date_updated: eventTimestamp(call.now) };
  call.data.webhooks.update(row, { ...readPatch(call), ...touched });
  return renderWebhook(row, call.webhookKeys);
}

/** Reads the changes from a body that `checkBody` has checked; `null` leaves a field unchanged. */
function readPatch({ body }: ApiCall): Partial<WebhookRow> {
  const patch: Partial<WebhookRow> = {};
  const { url, events, status } = body;
  if (typeof url === 'string') {
    checkField(URL.canParse(url), 'url', 'Input should be a valid URL');
    patch.url = url;
  }
  if (Array.isArray(events)) patch.events = events.map(readEventKind);
  if (typeof body['verify_ssl'] === 'boolean') patch.verify_ssl = body['verify_ssl'];
  if (status === 'active' || status === 'paused') {
    patch.status = status;
    patch.pause_reason = status === 'paused' ? 'api' : null;
  }
  return patch;
}

function readEventKind(item: unknown): EventKind {
  const { object_type, action, extra_filter }: Record<string, unknown> = isRecord(item) ? item : {};
  checkField(typeof object_type === 'string' && object_type !== '', 'events', 'object_type: Field required');
  checkField(typeof action === 'string' && action !== '', 'events', 'action: Field required');
  if (extra_filter === undefined) return { object_type, action };
  checkField(
    extra_filter === null || isFilter(extra_filter),
    'events',
    'extra_filter: Input should be a filter',
  );
  return { object_type, action, extra_filter };
}

function isFilter(value: unknown): value is EventFilter {
  if (!isRecord(value)) return false;
  switch (value['type']) {
    case 'equals':
    case 'not_equals':
    case 'contains':
      return value['value'] !== undefined;
    case 'is_null':
    case 'non_null':
      return true;
    case 'and':
    case 'or':
      return Array.isArray(value['filters']) && value['filters'].every(isFilter);
    case 'field_accessor':
      return typeof value['field'] === 'string' && isFilter(value['filter']);
    case 'not':
    case 'any_array_value':
      return isFilter(value['filter']);
    default:
      return false;
  }
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
