import type { OrganizationData } from '../../model/organization-data.ts';
import { activityObjectType } from '../../model/rows/record-rows.ts';
import type { PlainRow } from '../../model/rows/record-rows.ts';
import { timestampOf, checkField, appOf, rowOf, plainTable, found, namedRow } from '../base/api-call.ts';
import type { ApiCall, ApiRoute, RowCall } from '../base/api-call.ts';
import { createRow, tableOf, renderResource, changeRow } from '../base/resource.ts';
import type { Resource } from '../base/resource.ts';
import { seededForm } from '../../model/fields/form-fields.ts';
import { customKeysOf } from '../base/read-body.ts';

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

export const smartViews: Resource = {
  path: '/saved_search/',
  event: 'saved_search',
  defaults: { is_shared: true, is_user_dependent: false, selected_fields: null, shared_with: null },
  seed: seedSmartViews,
};

function seedSmartViews({ leadStatuses, opportunityStatuses }: OrganizationData): object[] {
  const [first, second] = leadStatuses.all();
  const open = opportunityStatuses.all().flatMap(({ type, id }) => (type === 'active' ? [id] : []));
  return [
    smartView(`All ${first?.label ?? ''} leads`, 'lead', [hasStatus('lead', [first?.id ?? ''])]),
    smartView('In conversation', 'lead', [hasStatus('lead', [second?.id ?? ''])]),
    smartView('Nobody to talk to', 'lead', [noContactQuery]),
    smartView('Open deals', 'opportunity', [hasStatus('opportunity', open)]),
    smartView('All contacts', 'contact', []),
  ];
}

const noContactQuery = {
  type: 'has_related',
  this_object_type: 'lead',
  related_object_type: 'contact',
  related_query: { type: 'match_all' },
  negate: true,
};

function hasStatus(objectType: string, ids: readonly string[]): object {
  return {
    type: 'field_condition',
    field: { type: 'regular_field', object_type: objectType, field_name: 'status_id' },
    condition: { type: 'reference', reference_type: `status.${objectType}`, object_ids: ids },
  };
}

function smartView(name: string, type: string, queries: readonly object[]): object {
  const query = { type: 'and', queries: [{ type: 'object_type', object_type: type }, ...queries] };
  return { name, type, s_query: { query, results_limit: null, sort: [] } };
}

const outcomes: Resource = {
  path: '/outcome/',
  defaults: { applies_to: ['calls', 'meetings'] },
  seed: () => [
    { name: 'Interested' },
    { name: 'Not now', description: 'Worth another call in a quarter.' },
    { name: 'Wrong number', applies_to: ['calls'] },
    { name: 'No show', applies_to: ['meetings'] },
  ],
};

export const playbooks: Resource = {
  path: '/playbook/',
  filters: { is_archived: ({ archived_at }) => archived_at !== null },
  seed: () => [{ name: 'First call', description: 'Who, what, by when, and who signs.', position: 0 }],
};

export const customObjects: Resource = {
  path: '/custom_object/',
  event: 'custom_object',
  values: ({ data, body }, row) => {
    const { custom_object_type_id: typeId } = { ...body, ...row };
    customKeysOf(body, data.objectTypes.get(String(typeId)));
    return {};
  },
};

/** Links for booking a meeting with a user. */
export const schedulingLinks: Resource = { path: '/scheduling_link/' };

/** Links that represent the links of several users. */
export const sharedSchedulingLinks: Resource = {
  path: '/shared_scheduling_link/',
  defaults: { type: 'SHARED', user_id: null },
};

export const workResources: readonly Resource[] = [
  smartViews,
  outcomes,
  playbooks,
  customObjects,
  schedulingLinks,
  sharedSchedulingLinks,
  { path: '/blocked_phone_number/' },
  { path: '/dialer/' },
  { path: '/form/', seed: (data) => [seededForm(data)] },
  { path: '/integration_link/' },
];

/** Archived playbooks, the scheduling links of apps, and the links of users that a shared link represents. */
export const workRoutes: readonly ApiRoute[] = [
  { method: 'POST', path: '/playbook/{id}/archive/', handle: (call) => setArchived(call, true) },
  { method: 'POST', path: '/playbook/{id}/unarchive/', handle: (call) => setArchived(call, false) },
  { method: 'POST', path: '/scheduling_link/integration/', handle: upsert },
  { method: 'DELETE', path: '/scheduling_link/integration/{source_id}/', handle: remove },
  { method: 'POST', path: '/shared_scheduling_link_association/', handle: map },
  { method: 'POST', path: '/shared_scheduling_link_association/unmap/', handle: unmap },
];

function setArchived(call: ApiCall, isArchived: boolean): object {
  const row = rowOf(call, tableOf(call.data, playbooks));
  const [at, userId] = isArchived ? [timestampOf(call), call.user.id] : [null, null];
  changeRow(call, { resource: playbooks, row }, { archived_at: at, archived_by_id: userId });
  return renderResource(call.data, playbooks, row);
}

function upsert(call: ApiCall): object {
  const { data, body } = call;
  const app = { source: 'THIRD_PARTY', oauth_client_id: appOf(call).clientId };
  const row = linkOfApp(call, body['source_id']) ?? createRow(call, schedulingLinks, app);
  tableOf(data, schedulingLinks).update(row, body);
  return renderResource(data, schedulingLinks, row);
}

function remove(call: ApiCall): void {
  tableOf(call.data, schedulingLinks).remove(found(linkOfApp(call, call.params['source_id'])));
}

function linkOfApp(call: ApiCall, sourceId: unknown): PlainRow | undefined {
  const { clientId } = appOf(call);
  return tableOf(call.data, schedulingLinks)
    .all()
    .filter((row) => row['oauth_client_id'] === clientId && row['user_id'] === call.user.id)
    .find((row) => row['source_id'] === sourceId);
}

const associations = 'scheduling link associations';

function map(call: ApiCall): object {
  const { data, body, user } = call;
  const { user_id = user.id, url = null } = body;
  const place = (links: Resource) => ({ table: tableOf(data, links), kind: 'scheduling link' });
  const shared = namedRow(call, 'shared_scheduling_link_id', place(sharedSchedulingLinks));
  const link = namedRow(call, 'user_scheduling_link_id', place(schedulingLinks));
  const association = {
    organization_id: data.organization.id,
    shared_scheduling_link_id: shared.id,
    user_id,
    user_scheduling_link_id: link.id,
    url,
  };
  plainTable(data, associations).add({ id: associationId(call), ...association });
  return association;
}

function unmap(call: ApiCall): object {
  const table = plainTable(call.data, associations);
  table.remove(found(table.get(associationId(call))));
  return {};
}

function associationId({ user, body }: ApiCall): string {
  const { shared_scheduling_link_id: link, user_id = user.id } = body;
  return `${String(link)} ${String(user_id)}`;
}
