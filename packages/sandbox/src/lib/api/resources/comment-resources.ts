import type { OrganizationData } from '../../model/organization-data.ts';
import { activityObjectType } from '../../model/rows/activity-row.ts';
import type { PlainRow } from '../../model/rows/plain-row.ts';
import { timestampOf } from '../base/api-call.ts';
import type { ApiCall } from '../base/api-call.ts';
import { checkField } from '../base/api-refusal.ts';
import type { RowCall } from './new-row.ts';
import { createRow, tableOf } from './resource.ts';
import type { Resource } from './resource.ts';

/** Threads of comments, one per object. */
export const commentThreads: Resource = {
  path: '/comment_thread/',
  event: 'comment_thread',
  filters: { ids: ({ id }) => id, object_ids: ({ object_id }) => object_id },
};

export const comments: Resource = {
  path: '/comment/',
  event: 'comment',
  filters: { object_id: ({ thread_id }, data) => threadAt(data, thread_id)?.['object_id'] },
  values: (call, row) => {
    if (row !== undefined) return {};
    const { id, lead_id } = threadOf(call);
    return { thread_id: id, lead_id };
  },
  after: countComments,
};

function threadAt(data: OrganizationData, id: unknown): PlainRow | undefined {
  return tableOf(data, commentThreads).get(String(id));
}

function threadOf(call: ApiCall): PlainRow {
  const { activities, opportunities } = call.data;
  const objectId = String(call.body['object_id']);
  const threads = tableOf(call.data, commentThreads).all();
  const known = threads.find((thread) => thread['object_id'] === objectId);
  if (known !== undefined) return known;
  const activity = activities.get(objectId);
  const leadId = activity?.lead_id ?? opportunities.get(objectId)?.lead_id;
  checkField(leadId !== undefined, 'object_id', 'This object does not exist');
  return createRow(call, commentThreads, {
    lead_id: leadId,
    object_id: objectId,
    object_type: activity === undefined ? 'opportunity' : activityObjectType(activity['_type']),
  });
}

function countComments(call: RowCall, { thread_id: threadId }: PlainRow): void {
  const thread = threadAt(call.data, threadId);
  if (thread === undefined) return;
  const all = tableOf(call.data, comments).all();
  const ofThread = all.filter((comment) => comment['thread_id'] === threadId);
  tableOf(call.data, commentThreads).update(thread, {
    num_comments: ofThread.length,
    participating: [...new Set(ofThread.map((comment) => comment['created_by']))],
    updated_at: timestampOf(call),
  });
}
