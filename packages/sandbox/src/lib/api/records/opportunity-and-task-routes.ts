import { opportunityStatusChangeFields } from '../../model/fields/status-change-fields.ts';
import { newOpportunityRow, newTaskRow } from '../../model/rows/record-rows.ts';
import type { OpportunityRow, TaskRow } from '../../model/rows/record-rows.ts';
import { checkField, logActivity, newOrigin, timestampOf, todayOf } from '../base/api-call.ts';
import type { ApiCall, ApiRoute, RowCall } from '../base/api-call.ts';
import { filterTest, readersOf } from '../base/list-page.ts';
import { authorshipIn, checkReferences, customPatch, readMembers, readStatusId } from '../base/read-body.ts';
import { refuseUnread } from '../base/read-request.ts';
import { changeRow, routesOfResource } from '../base/resource.ts';
import type { Resource } from '../base/resource.ts';
import { renderOpportunity, renderTask, taskView } from '../render/records.ts';
import { listOpportunities } from './find-opportunities.ts';
import { addLeadFor } from './lead-routes.ts';

const opportunities: Resource<OpportunityRow> = {
  path: '/opportunity/',
  rows: (data) => data.opportunities,
  list: listOpportunities,
  read: readOpportunity,
  add: addOpportunity,
  after: (call, row, before = row) => {
    if (row.status_id === before.status_id) return;
    stampOutcome(call, row);
    const own = opportunityStatusChangeFields(call.data, row, before.status_id);
    logActivity(call, 'OpportunityStatusChange', { leadId: row.lead_id, own });
  },
  render: ({ data }, row) => renderOpportunity(data, row),
};

function addOpportunity(call: ApiCall, values: Partial<OpportunityRow>): OpportunityRow {
  const { data, body } = call;
  const fallback = data.opportunityStatuses
    .all()
    .find(({ pipeline_id }) => pipeline_id === (body['pipeline_id'] ?? pipeline_id));
  checkField(fallback !== undefined, 'pipeline_id', 'This pipeline does not exist');
  const lead_id = values.lead_id ?? addLeadFor(call, null);
  const opportunity = newOpportunityRow(newOrigin(call, 'oppo_'), lead_id, fallback.id);
  data.opportunities.add(Object.assign(opportunity, values, { lead_id }));
  stampOutcome(call, opportunity);
  return opportunity;
}

function readOpportunity(call: ApiCall, row?: OpportunityRow): Partial<OpportunityRow> {
  const { body, data } = call;
  const patch: Partial<OpportunityRow> = {
    ...(row === undefined && authorshipIn(call, body)),
    ...customPatch(call, 'opportunity', { body, row }),
    ...readMembers<OpportunityRow>(
      body,
      ['contact_id', 'value', 'note', 'date_won'],
      ['lead_id', 'user_id', 'value_period', 'confidence'],
    ),
  };
  if (typeof body['note_html'] === 'string') patch.note = body['note_html'].replaceAll(/<[^>]*>/g, '');
  if (typeof patch.date_won === 'string') patch.date_won = patch.date_won.slice(0, 10);
  checkReferences(call, { lead_id: 'lead_', contact_id: 'cont_', user_id: 'user_' });
  const { confidence = 0 } = patch;
  checkField(confidence >= 0 && confidence <= 100, 'confidence', 'Input should be between 0 and 100');
  const statusId = readStatusId(body, data.opportunityStatuses.all());
  return statusId === undefined ? patch : { ...patch, status_id: statusId };
}

/** Sets the date of a won or lost opportunity. */
function stampOutcome(call: RowCall, opportunity: OpportunityRow): void {
  const type = call.data.opportunityStatuses.get(opportunity.status_id)?.type;
  const now = timestampOf(call);
  const patch: Partial<OpportunityRow> = { date_lost: type === 'lost' ? now : null };
  if (type === 'won' && call.body['date_won'] === undefined) patch.date_won = now.slice(0, 10);
  call.data.opportunities.update(opportunity, patch);
}

const tasks: Resource<TaskRow> = {
  path: '/task/',
  rows: (data) => data.tasks,
  test: taskTest,
  orders: {
    date: (task) => task.date,
    due_date: (task) => task.due_date,
    date_created: (task) => task.date_created,
    date_updated: (task) => task.date_updated,
  },
  read: (call, row) => ({ ...(row === undefined && authorshipIn(call, call.body)), ...readTask(call) }),
  add: (call, values) => {
    const type = call.body['_type'] === 'outgoing_call' ? 'outgoing_call' : 'lead';
    const task = newTaskRow(newOrigin(call, 'task_'), '');
    return call.data.tasks.add(Object.assign(task, values, { _type: type } as const));
  },
  after: (call, task, before = task) => {
    if (!task.is_complete || before.is_complete) return;
    const own = { task_id: task.id, task_text: task.text ?? '', task_assigned_to: task.assigned_to };
    logActivity(call, 'TaskCompleted', { leadId: task.lead_id, own });
  },
  render: (call, task) => renderTask(call.data, task, todayOf(call)),
};

export const opportunityAndTaskRoutes: readonly ApiRoute[] = [
  ...routesOfResource(opportunities),
  ...routesOfResource(tasks),
  { method: 'PUT', path: '/task/', readsQuery: true, handle: updateMany },
];

function taskTest(call: ApiCall): (task: TaskRow) => boolean {
  const { query } = call;
  // Without a type Close lists tasks of the type "lead".
  const isTyped = query.has('_type') || query.has('_type__in');
  const day = todayOf(call);
  const isFound = filterTest<TaskRow>(query, {
    ...readersOf<TaskRow>('id', 'assigned_to', 'lead_id', 'organization_id', 'is_complete'),
    ...readersOf<TaskRow>('date', 'due_date', 'date_created', 'date_updated'),
    _type: ({ _type: kind }) => [kind, 'all'],
    view: (task) => taskView(task, day),
  });
  const isShown = ({ _type: type }: TaskRow): boolean => isTyped || type === 'lead';
  return (task) => isShown(task) && isFound(task);
}

function updateMany(call: ApiCall): object {
  const patch = readTask(call);
  const found = call.data.tasks.all().filter(taskTest(call));
  refuseUnread(call);
  for (const row of found) changeRow(call, { resource: tasks, row }, patch);
  return {};
}

function readTask(call: ApiCall): Partial<TaskRow> {
  const patch = readMembers<TaskRow>(
    call.body,
    ['contact_id', 'date', 'due_date', 'resolution', 'text'],
    ['assigned_to', 'is_complete', 'is_dateless', 'lead_id', 'priority'],
  );
  checkReferences(call, { lead_id: 'lead_', assigned_to: 'user_' });
  const { date = patch.due_date } = patch;
  return date === undefined ? patch : { ...patch, date, due_date: date };
}
