import type { ActivityRow, ActivityType } from '../../model/rows/activity-row.ts';
import { closeTimestamp } from '../../model/close-timestamp.ts';
import { touched } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { notFound } from '../base/api-refusal.ts';
import { authorshipIn } from '../base/authorship-in.ts';
import { checkField, namedRow } from '../base/check-body.ts';
import { crudRoutes } from '../base/crud-routes.ts';
import { momentOf } from '../base/filter-rows.ts';
import { logActivity } from '../base/log-activity.ts';
import { pickFields } from '../base/pick-fields.ts';
import { renderActivity } from '../render/activity.ts';
import { selectFields } from '../base/select-fields.ts';
import { listActivities } from './list-activities.ts';

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
  const find = ({ data, id }: ApiCall): ActivityRow => {
    const row = data.activities.get(id);
    if (row?.['_type'] !== kind.type) throw notFound();
    return row;
  };
  return crudRoutes(kind.path, {
    list: (call) => listActivities(call, ({ _type: type }) => type === kind.type),
    create: (call) => create(call, kind),
    get: (call) => respond(call, find(call)),
    update: (call) => {
      const row = find(call);
      const own = changeOwn(call, kind, row.own);
      call.data.activities.update(row, { ...readShared(call), own, ...touched(call) });
      return respond(call, row);
    },
    remove: (call) => call.data.activities.remove(find(call)),
  });
}

function create(call: ApiCall, kind: ActivityKind): object {
  const patch = readShared(call);
  const leadId = patch.lead_id ?? call.data.contacts.get(patch.contact_id ?? '')?.lead_id;
  checkField(leadId !== undefined, 'lead_id', 'Field required');
  const written = authorshipIn(call, call.body);
  const row = logActivity(call, kind.type, {
    leadId,
    own: changeOwn(call, kind, kind.start?.(call) ?? {}),
    ...written,
    ...(written.date_created !== undefined && { activity_at: written.date_created }),
    ...patch,
  });
  return respond(call, row);
}

function changeOwn(call: ApiCall, { copied = [], change }: ActivityKind, own: Own): Own {
  return { ...own, ...pickFields(call.body, copied), ...change?.(call, own) };
}

function readShared(call: ApiCall): Partial<ActivityRow> {
  const { body, data } = call;
  const patch: Partial<ActivityRow> = {};
  const { activity_at: at } = body;
  if (typeof at === 'string') patch.activity_at = closeTimestamp(momentOf(at));
  if (body['contact_id'] === null) patch.contact_id = null;
  const tables = { contact_id: data.contacts, user_id: data.users, lead_id: data.leads };
  for (const field of ['contact_id', 'user_id', 'lead_id'] as const) {
    const place = { table: tables[field] };
    if (typeof body[field] === 'string') patch[field] = namedRow<{ id: string }>(call, field, place).id;
  }
  return patch;
}

function respond(call: ApiCall, row: ActivityRow): object {
  return selectFields(renderActivity(call.data, row), call.query.get('_fields'));
}
