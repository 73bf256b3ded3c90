import { newTaskRow } from '../../model/rows/task-row.ts';
import type { TaskRow } from '../../model/rows/task-row.ts';
import { newOrigin, rowOf, timestampOf, touched } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { authorshipIn } from '../base/authorship-in.ts';
import { checkField } from '../base/check-body.ts';
import { filterTest } from '../base/filter-rows.ts';
import { listPage } from '../base/list-page.ts';
import { logActivity } from '../base/log-activity.ts';
import { orderedRows } from '../base/order-rows.ts';
import { renderTask, taskView } from '../render/task.ts';
import { selectFields } from '../base/select-fields.ts';
import { refuseUnread } from '../base/tracked-query.ts';

/** Tasks: list, get, create, update, update many, delete. */
export const taskRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/task/', handle: list },
  { method: 'POST', path: '/task/', handle: create },
  { method: 'PUT', path: '/task/', readsQuery: true, handle: updateMany },
  { method: 'GET', path: '/task/{id}/', handle: (call) => respond(call, rowOf(call, call.data.tasks)) },
  { method: 'PUT', path: '/task/{id}/', handle: update },
  {
    method: 'DELETE',
    path: '/task/{id}/',
    handle: (call) => call.data.tasks.remove(rowOf(call, call.data.tasks)),
  },
];

function list(call: ApiCall): object {
  const { data, query } = call;
  const ordered = orderedRows(data.tasks, {
    query,
    fields: {
      date: (task) => task.date,
      due_date: (task) => task.due_date,
      date_created: (task) => task.date_created,
      date_updated: (task) => task.date_updated,
    },
  });
  return listPage(ordered, {
    call,
    test: taskTest(call),
    render: (task) => renderTask(data, task, today(call)),
  });
}

function taskTest(call: ApiCall): (task: TaskRow) => boolean {
  const { query } = call;
  // Without a type Close lists tasks of the type "lead".
  const isTyped = query.has('_type') || query.has('_type__in');
  const day = today(call);
  const isFound = filterTest<TaskRow>(query, {
    id: (task) => task.id,
    _type: ({ _type: kind }) => [kind, 'all'],
    assigned_to: (task) => task.assigned_to,
    lead_id: (task) => task.lead_id,
    organization_id: (task) => task.organization_id,
    is_complete: (task) => task.is_complete,
    view: (task) => taskView(task, day),
    date: (task) => task.date,
    due_date: (task) => task.due_date,
    date_created: (task) => task.date_created,
    date_updated: (task) => task.date_updated,
  });
  const isShown = ({ _type: type }: TaskRow): boolean => isTyped || type === 'lead';
  return (task) => isShown(task) && isFound(task);
}

function create(call: ApiCall): object {
  const task = newTaskRow(newOrigin(call, 'task_'), '');
  const type = call.body['_type'] === 'outgoing_call' ? 'outgoing_call' : 'lead';
  return respond(
    call,
    call.data.tasks.add(Object.assign(task, authorshipIn(call, call.body), readPatch(call), { _type: type })),
  );
}

function update(call: ApiCall): object {
  const task = rowOf(call, call.data.tasks);
  change(call, task, readPatch(call));
  return respond(call, task);
}

/** Updates all tasks that match the filters. */
function updateMany(call: ApiCall): object {
  const patch = readPatch(call);
  const tasks = call.data.tasks.all().filter(taskTest(call));
  refuseUnread(call);
  for (const task of tasks) change(call, task, patch);
  return {};
}

function change(call: ApiCall, task: TaskRow, patch: Partial<TaskRow>): void {
  const isCompletion = patch.is_complete === true && !task.is_complete;
  call.data.tasks.update(task, { ...patch, ...touched(call) });
  if (!isCompletion) return;
  const own = { task_id: task.id, task_text: task.text ?? '', task_assigned_to: task.assigned_to };
  logActivity(call, 'TaskCompleted', { leadId: task.lead_id, own });
}

function readPatch({ data, body }: ApiCall): Partial<TaskRow> {
  const patch: Partial<TaskRow> = {};
  for (const name of copiedFields) {
    // The rules have checked the types; null leaves the assignment unchanged.
    if (body[name] !== undefined && !(name === 'assigned_to' && body[name] === null)) {
      Object.assign(patch, { [name]: body[name] });
    }
  }
  if (patch.date !== undefined) patch.due_date = patch.date;
  else if (patch.due_date !== undefined) patch.date = patch.due_date;
  const isLead = patch.lead_id === undefined || data.leads.get(patch.lead_id) !== undefined;
  checkField(isLead, 'lead_id', 'This lead does not exist');
  const isUser = patch.assigned_to === undefined || data.users.get(patch.assigned_to) !== undefined;
  checkField(isUser, 'assigned_to', 'This user does not exist');
  return patch;
}

const copiedFields = [
  'assigned_to',
  'contact_id',
  'date',
  'due_date',
  'is_complete',
  'is_dateless',
  'lead_id',
  'priority',
  'resolution',
  'text',
] as const;

function today(call: ApiCall): string {
  return timestampOf(call).slice(0, 10);
}

function respond(call: ApiCall, task: TaskRow): object {
  return selectFields(renderTask(call.data, task, today(call)), call.query.get('_fields'));
}
