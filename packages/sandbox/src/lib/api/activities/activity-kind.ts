import type { ActivityRow, ActivityType } from '../../model/rows/activity-row.ts';
import { closeTimestamp } from '../../model/close-timestamp.ts';
import { rowOf, logActivity } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { checkField, invalidFields, notFound, refuseNotUnderstood } from '../base/api-refusal.ts';
import { authorshipIn, checkReferences, readMembers, routesOfRecord } from '../base/record.ts';
import { filterTest, momentOf, readersOf } from '../base/filter-rows.ts';
import type { FilterValue } from '../base/filter-rows.ts';
import { pickFields } from '../base/pick-fields.ts';
import { renderActivity } from '../render/activity.ts';
import { listPage } from '../base/list-page.ts';
import { orderedRows } from '../base/order-rows.ts';

type Own = ActivityRow['own'];

/** A kind of activity with its own operations. */
export interface ActivityKind {
  readonly type: ActivityType;
  readonly path: `/activity/${string}/`;
  /** The initial kind-specific fields. */
  readonly start?: (call: ApiCall) => Own;
  /** The members of a body that are stored as they are. */
  readonly copied?: readonly string[];
  /** What else a body changes. */
  readonly change?: (call: ApiCall, own: Own) => Own;
}

export function routesOf(kind: ActivityKind): ApiRoute[] {
  return routesOfRecord<ActivityRow>({
    path: kind.path,
    table: ({ activities }) => activities,
    find: (call) => {
      const row = rowOf(call, call.data.activities);
      if (row['_type'] !== kind.type) throw notFound();
      return row;
    },
    list: (call) => listActivities(call, ({ _type: type }) => type === kind.type),
    create: (call) => create(call, kind),
    read: (call, row) => ({ own: changeOwn(call, kind, row.own), ...readShared(call) }),
    render: ({ data }, row) => renderActivity(data, row),
  });
}

function create(call: ApiCall, kind: ActivityKind): ActivityRow {
  const patch = readShared(call);
  const leadId = patch.lead_id ?? call.data.contacts.get(patch.contact_id ?? '')?.lead_id;
  checkField(leadId !== undefined, 'lead_id', 'Field required');
  const written = authorshipIn(call, call.body);
  return logActivity(call, kind.type, {
    leadId,
    own: changeOwn(call, kind, kind.start?.(call) ?? {}),
    ...written,
    ...(written.date_created !== undefined && { activity_at: written.date_created }),
    ...patch,
  });
}

function changeOwn(call: ApiCall, { copied = [], change }: ActivityKind, own: Own): Own {
  return { ...own, ...pickFields(call.body, copied), ...change?.(call, own) };
}

function readShared(call: ApiCall): Partial<ActivityRow> {
  const patch = readMembers<ActivityRow>(call.body, ['contact_id'], ['lead_id', 'user_id']);
  checkReferences(call, patch, ['contact_id', 'user_id', 'lead_id']);
  const { activity_at: at } = call.body;
  return typeof at === 'string' ? { ...patch, activity_at: closeTimestamp(momentOf(at)) } : patch;
}

/** The filters that activities of every kind share. */
export const activityFilters: Readonly<Record<string, FilterValue<ActivityRow>>> = {
  ...readersOf<ActivityRow>('id', 'lead_id', 'contact_id', 'user_id', 'organization_id'),
  ...readersOf<ActivityRow>('_type', 'date_created', 'activity_at'),
};

const ownNames = 'custom_activity_type_id form_id opportunity_id external_whatsapp_message_id starts_at';
const ownFilters = Object.fromEntries(
  ownNames.split(' ').map((name) => [name, ({ own }: ActivityRow) => own[name]]),
);
const orders = ['date_created', '-date_created', 'activity_at', '-activity_at'];

/** Lists a page of activities of all kinds. Some of its filters require a lead. */
export function listAllActivities(call: ApiCall): object {
  const names = ['user_id', 'contact_id', '_type'].filter((name) => call.query.has(name));
  if (!isOfLeads(call)) refuse(names, 'This filter requires lead_id');
  return listActivities(call, () => true);
}

/** Lists a page of activities, newest first. */
export function listActivities(call: ApiCall, isWanted: (row: ActivityRow) => boolean): object {
  checkOrder(call);
  const { data, query } = call;
  const isFound = filterTest(query, { ...activityFilters, ...ownFilters });
  const ordered = orderedRows(data.activities, {
    query,
    fields: { activity_at: (row) => row.activity_at, date_created: (row) => row.date_created },
  });
  return listPage(ordered, {
    call,
    test: (row) => isWanted(row) && isFound(row),
    render: (row) => renderActivity(data, row),
  });
}

/** Checks the order, and the filters that depend on it. */
function checkOrder(call: ApiCall): void {
  const { query } = call;
  const order = query.get('_order_by');
  if (order === '-activity_at' && !isOfLeads(call)) refuse(['_order_by'], 'This order requires lead_id');
  const dependent = [...query.keys()].filter((name) => name.startsWith('activity_at__'));
  if (order !== '-activity_at') refuse(dependent, 'This filter requires _order_by=-activity_at');
  if (order === null || order.split(',').every((name) => orders.includes(name.trim()))) return;
  const message = `_order_by: the sandbox does not sort by "${order}".`;
  refuseNotUnderstood(call, { field: '_order_by', message });
}

/** Close documents these rules without the texts of their refusals. */
function refuse(names: readonly string[], message: string): void {
  if (names.length > 0) throw invalidFields(Object.fromEntries(names.map((name) => [name, message])));
}

function isOfLeads({ query }: ApiCall): boolean {
  return query.has('lead_id') || query.has('lead_id__in');
}
