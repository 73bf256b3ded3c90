import type { ActivityRow, ActivityType } from '../../model/rows/record-rows.ts';
import { closeTimestamp } from '../../model/close-timestamp.ts';
import { logActivity, checkField, invalidFields, refuseNotUnderstood, pickFields } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { checkReferences, authorshipIn, readMembers } from '../base/read-body.ts';
import { routesOfResource } from '../base/resource.ts';
import type { Resource } from '../base/resource.ts';
import { filterTest, momentOf, readersOf, listPage } from '../base/list-page.ts';
import type { FilterValue } from '../base/list-page.ts';
import { renderActivity } from '../render/records.ts';
import { orderedRows } from '../base/order-rows.ts';

type Own = ActivityRow['own'];

/** A kind of activity with its own operations. */
export interface ActivityKind {
  readonly type: ActivityType;
  readonly path: Resource['path'];
  /** The initial kind-specific fields. */
  readonly start?: (call: ApiCall) => Own;
  /** The names of the members of a body that are stored as they are. */
  readonly copied?: string;
  /** What else a body changes. */
  readonly change?: (call: ApiCall, own: Own) => Own;
}

export function routesOf(kind: ActivityKind): ApiRoute[] {
  const isOwn = ({ _type }: ActivityRow): boolean => _type === kind.type;
  const resource: Resource<ActivityRow> = {
    path: kind.path,
    rows: ({ activities }) => activities,
    isOwn,
    list: (call) => listActivities(call, isOwn),
    read: (call, row) =>
      row === undefined ? readNew(call, kind) : { own: changeOwn(call, kind, row.own), ...readShared(call) },
    add: (call, values: ReturnType<typeof readNew>) => logActivity(call, kind.type, values),
    render: ({ data }, row) => renderActivity(data, row),
  };
  return routesOfResource(resource);
}

function readNew(call: ApiCall, kind: ActivityKind): Partial<ActivityRow> & { leadId: string } {
  const { lead_id, ...patch } = readShared(call);
  const leadId = lead_id ?? call.data.contacts.get(patch.contact_id ?? '')?.lead_id;
  checkField(leadId !== undefined, 'lead_id', 'Field required');
  const written = authorshipIn(call, call.body);
  return {
    leadId,
    own: changeOwn(call, kind, kind.start?.(call) ?? {}),
    ...written,
    ...(written.date_created !== undefined && { activity_at: written.date_created }),
    ...patch,
  };
}

function changeOwn(call: ApiCall, { copied = '', change }: ActivityKind, own: Own): Own {
  return { ...own, ...pickFields(call.body, copied.split(' ')), ...change?.(call, own) };
}

function readShared(call: ApiCall): Partial<ActivityRow> {
  const patch = readMembers<ActivityRow>(call.body, ['contact_id'], ['lead_id', 'user_id']);
  checkReferences(call, { contact_id: 'cont_', user_id: 'user_', lead_id: 'lead_' });
  const { activity_at: at } = call.body;
  return typeof at === 'string' ? { ...patch, activity_at: closeTimestamp(momentOf(at)) } : patch;
}

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
