import type { ActivityRow, ActivityType } from '../../model/rows/activity-row.ts';
import { closeTimestamp } from '../../model/close-timestamp.ts';
import { rowOf } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { checkField, notFound } from '../base/api-refusal.ts';
import { authorshipIn, checkReferences, readMembers, routesOfRecord } from '../base/record.ts';
import { momentOf } from '../base/filter-rows.ts';
import { logActivity } from '../base/log-activity.ts';
import { pickFields } from '../base/pick-fields.ts';
import { renderActivity } from '../render/activity.ts';
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
