import type { ActivityRow, ActivityType } from '../../model/rows/activity-row.ts';
import { closeTimestamp } from '../../model/close-timestamp.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { touched } from '../base/api-call.ts';
import { notFound } from '../base/api-refusal.ts';
import { authorshipIn } from '../base/authorship-in.ts';
import { checkField } from '../base/check-body.ts';
import { momentOf } from '../base/filter-rows.ts';
import { logActivity } from '../base/log-activity.ts';
import { renderActivity } from '../render/activity.ts';
import { selectFields } from '../base/select-fields.ts';
import { listActivities } from './list-activities.ts';

type Own = ActivityRow['own'];

/** A kind of activity with its own operations. Every kind can be listed and read. */
export interface ActivityKind {
  readonly type: ActivityType;
  readonly path: `/activity/${string}/`;
  /** The initial kind-specific fields; kinds without it cannot be created. */
  readonly start?: (call: ApiCall) => Own;
  readonly isEditable?: true;
  readonly isRemovable?: false;
  /** Applies a body to the kind-specific fields. */
  readonly change?: (call: ApiCall, own: Own) => Own;
}

/** The routes of a kind. */
export function routesOf(kind: ActivityKind): ApiRoute[] {
  const { path, type } = kind;
  const one: `/${string}/` = `${path}{id}/`;
  const find = (call: ApiCall): ActivityRow => rowOfType(call, type);
  const routes: ApiRoute[] = [
    { method: 'GET', path, handle: (call) => listActivities(call, (row) => isOfType(row, type)) },
    { method: 'GET', path: one, handle: (call) => respond(call, find(call)) },
  ];
  if (kind.start !== undefined) routes.push({ method: 'POST', path, handle: (call) => create(call, kind) });
  if (kind.isEditable === true) {
    routes.push({ method: 'PUT', path: one, handle: (call) => update(call, kind, find(call)) });
  }
  if (kind.isRemovable !== false) {
    routes.push({ method: 'DELETE', path: one, handle: (call) => call.data.activities.remove(find(call)) });
  }
  return routes;
}

function create(call: ApiCall, kind: ActivityKind): object {
  const patch = readShared(call);
  const leadId = patch.lead_id ?? leadOfContact(call, patch.contact_id);
  checkField(leadId !== undefined, 'lead_id', 'Field required');
  const written = authorshipIn(call, call.body);
  const own = kind.start?.(call) ?? {};
  return respond(
    call,
    logActivity(call, kind.type, {
      leadId,
      own: kind.change?.(call, own) ?? own,
      ...written,
      ...(written.date_created !== undefined && { activity_at: written.date_created }),
      ...patch,
    }),
  );
}

function update(call: ApiCall, kind: ActivityKind, row: ActivityRow): object {
  const own = kind.change?.(call, row.own) ?? row.own;
  call.data.activities.update(row, { ...readShared(call), own, ...touched(call) });
  return respond(call, row);
}

function readShared({ body, data }: ApiCall): Partial<ActivityRow> {
  const patch: Partial<ActivityRow> = {};
  const { contact_id: contactId, user_id: userId, lead_id: leadId } = body;
  const at = momentIn(body, 'activity_at');
  if (at !== undefined) patch.activity_at = at;
  if (contactId === null) patch.contact_id = null;
  if (typeof contactId === 'string') {
    checkField(data.contacts.get(contactId) !== undefined, 'contact_id', 'This contact does not exist');
    patch.contact_id = contactId;
  }
  if (typeof userId === 'string') {
    checkField(data.users.get(userId) !== undefined, 'user_id', 'This user does not exist');
    patch.user_id = userId;
  }
  if (typeof leadId === 'string') {
    checkField(data.leads.get(leadId) !== undefined, 'lead_id', 'This lead does not exist');
    patch.lead_id = leadId;
  }
  return patch;
}

function leadOfContact({ data }: ApiCall, contactId: string | null | undefined): string | undefined {
  return data.contacts.get(contactId ?? '')?.lead_id;
}

function momentIn(body: ApiCall['body'], name: string): string | undefined {
  const value = body[name];
  return typeof value === 'string' ? closeTimestamp(momentOf(value)) : undefined;
}

function rowOfType({ data, id }: ApiCall, type: ActivityType): ActivityRow {
  const row = data.activities.get(id);
  if (row === undefined || !isOfType(row, type)) throw notFound();
  return row;
}

function isOfType({ _type: kind }: ActivityRow, type: ActivityType): boolean {
  return kind === type;
}

function respond(call: ApiCall, row: ActivityRow): object {
  return selectFields(renderActivity(call.data, row), call.query.get('_fields'));
}
