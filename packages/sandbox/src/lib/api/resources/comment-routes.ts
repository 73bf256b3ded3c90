import type { OrganizationData } from '../../model/organization-data.ts';
import type { PlainRow } from '../../model/rows/plain-row.ts';
import { Table } from '../../model/table.ts';
import { newOrigin, rowOf, timestampOf } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { checkField } from '../base/check-body.ts';
import { filterRows } from '../base/filter-rows.ts';
import { listPage } from '../base/list-page.ts';

/** Comments on activities and opportunities, with one thread per object. */
export const commentRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/comment/', handle: listComments },
  { method: 'POST', path: '/comment/', status: 201, handle: create },
  { method: 'GET', path: '/comment/{id}/', handle: (call) => rowOf(call, commentsOf(call.data)) },
  { method: 'PUT', path: '/comment/{id}/', handle: update },
  { method: 'DELETE', path: '/comment/{id}/', status: 204, handle: remove },
  { method: 'GET', path: '/comment_thread/', handle: listThreads },
  { method: 'GET', path: '/comment_thread/{id}/', handle: (call) => rowOf(call, threadsOf(call.data)) },
];

/** The comments of an organization. */
export function commentsOf(data: OrganizationData): Table<PlainRow> {
  return tableAt(data, '/comment/');
}

/** The threads of an organization. */
export function threadsOf(data: OrganizationData): Table<PlainRow> {
  return tableAt(data, '/comment_thread/');
}

function tableAt({ resources }: OrganizationData, path: string): Table<PlainRow> {
  const table = resources.get(path) ?? new Table<PlainRow>();
  resources.set(path, table);
  return table;
}

function listComments({ data, query }: ApiCall): object {
  const threads = threadsOf(data);
  const rows = filterRows(commentsOf(data).all(), query, {
    thread_id: (row) => row['thread_id'],
    object_id: (row) => threads.get(String(row['thread_id']))?.['object_id'],
  });
  return { data: rows, has_more: false };
}

function listThreads({ data, query }: ApiCall): object {
  const rows = filterRows(threadsOf(data).all(), query, {
    ids: (row) => row.id,
    object_ids: (row) => row['object_id'],
  });
  return listPage(rows, { query, render: (row) => row });
}

function create(call: ApiCall): object {
  const thread = threadOf(call, String(call.body['object_id']));
  const { id, organizationId, userId, at } = newOrigin(call, 'comm_');
  const comment: PlainRow = {
    id,
    organization_id: organizationId,
    lead_id: thread.lead_id ?? null,
    thread_id: thread.id,
    body: String(call.body['body']),
    mentions: [],
    created_by: userId,
    created_at: at,
    updated_by: userId,
    updated_at: at,
    removed_by: null,
    removed_at: null,
  };
  commentsOf(call.data).add(comment);
  count(call, thread);
  return comment;
}

function threadOf(call: ApiCall, objectId: string): PlainRow {
  const threads = threadsOf(call.data);
  const known = threads.all().find((thread) => thread['object_id'] === objectId);
  if (known !== undefined) return known;
  const { activities, opportunities } = call.data;
  const activity = activities.get(objectId);
  const leadId = activity?.lead_id ?? opportunities.get(objectId)?.lead_id;
  checkField(leadId !== undefined, 'object_id', 'This object does not exist');
  const { id, organizationId, at } = newOrigin(call, 'comthr_');
  return threads.add({
    id,
    organization_id: organizationId,
    lead_id: leadId,
    object_id: objectId,
    object_type: activity === undefined ? 'opportunity' : `activity.${activity['_type']}`.toLowerCase(),
    num_comments: 0,
    participating: [],
    created_at: at,
    updated_at: at,
  });
}

function update(call: ApiCall): object {
  const comment = rowOf(call, commentsOf(call.data));
  const changed = { updated_by: call.user.id, updated_at: timestampOf(call) };
  commentsOf(call.data).update(comment, { body: String(call.body['body']), ...changed });
  return comment;
}

function remove(call: ApiCall): void {
  const comment = rowOf(call, commentsOf(call.data));
  commentsOf(call.data).remove(comment);
  const thread = threadsOf(call.data).get(String(comment['thread_id']));
  if (thread !== undefined) count(call, thread);
}

function count(call: ApiCall, thread: PlainRow): void {
  const comments = commentsOf(call.data)
    .all()
    .filter((comment) => comment['thread_id'] === thread.id);
  threadsOf(call.data).update(thread, {
    num_comments: comments.length,
    participating: [...new Set(comments.map((comment) => comment['created_by']))],
    updated_at: timestampOf(call),
  });
}
