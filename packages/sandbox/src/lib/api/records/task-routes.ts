import { newTaskRow } from '../../model/rows/record-rows.ts';
import type { TaskRow } from '../../model/rows/record-rows.ts';
import { newOrigin, todayOf, logActivity } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { authorshipIn, changeRecord, checkReferences, readMembers, routesOfRecord } from '../base/record.ts';
import type { RecordKind } from '../base/record.ts';
import { filterTest, readersOf } from '../base/filter-rows.ts';
import { refuseUnread } from '../base/read-request.ts';
import { renderTask, taskView } from '../render/records.ts';

const taskRecords: RecordKind<TaskRow> = {
  path: '/task/',
  table: ({ tasks }) => tasks,
  test: taskTest,
  orders: {
    date: (task) => task.date,
    due_date: (task) => task.due_date,
    date_created: (task) => task.date_created,
    date_updated: (task) => task.date_updated,
  },
  create,
  read: readPatch,
  changed: (call, { id, text, lead_id, is_complete, assigned_to }, before) => {
    if (!is_complete || before.is_complete) return;
    const own = { task_id: id, task_text: text ?? '', task_assigned_to: assigned_to };
    logActivity(call, 'TaskCompleted', { leadId: lead_id, own });
  },
  render: (call, task) => renderTask(call.data, task, todayOf(call)),
};

export const taskRoutes: readonly ApiRoute[] = [
  ...routesOfRecord(taskRecords),
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

function create(call: ApiCall): TaskRow {
  const task = newTaskRow(newOrigin(call, 'task_'), '');
  const type = call.body['_type'] === 'outgoing_call' ? 'outgoing_call' : 'lead';
  const values = { ...authorshipIn(call, call.body), ...readPatch(call), _type: type };
  return call.data.tasks.add(Object.assign(task, values));
}

function updateMany(call: ApiCall): object {
  const patch = readPatch(call);
  const tasks = call.data.tasks.all().filter(taskTest(call));
  refuseUnread(call);
  for (const row of tasks) changeRecord(call, taskRecords, { row, patch });
  return {};
}

function readPatch(call: ApiCall): Partial<TaskRow> {
  const patch = readMembers<TaskRow>(
    call.body,
    ['contact_id', 'date', 'due_date', 'resolution', 'text'],
    ['assigned_to', 'is_complete', 'is_dateless', 'lead_id', 'priority'],
  );
  checkReferences(call, patch, ['lead_id', 'assigned_to']);
  const { date = patch.due_date } = patch;
  return date === undefined ? patch : { ...patch, date, due_date: date };
}
