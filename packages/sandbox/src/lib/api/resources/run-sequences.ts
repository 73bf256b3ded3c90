import { recordsIn } from '../../base/is-record.ts';
import type { JsonObject } from '../../base/is-record.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import { newTaskRow } from '../../model/rows/record-rows.ts';
import type { PlainRow } from '../../model/rows/record-rows.ts';
import { newOrigin } from '../base/api-call.ts';
import type { ApiCall } from '../base/api-call.ts';
import { numberIn, sequences, sequenceSubscriptions } from './sequence-resources.ts';
import { tableOf, changeRow } from '../base/resource.ts';
import { emailTemplates, logEmail } from './settings.ts';

/** A step of work that goes on without requests. */
export interface Step {
  /** In milliseconds since 1970. */
  readonly dueAt: number;
  readonly leadId?: string | undefined;
  /** The user on whose behalf it runs. */
  readonly userId: string;
  readonly app?: ApiCall['app'];
  /** What its events say about it. */
  readonly meta?: { readonly bulk_action_id: string };
  /** Runs the step in a call of that user and time. */
  readonly run: (call: ApiCall) => void;
}

/** The next steps of active subscriptions, of one lead or of all. A delay counts in seconds, which Close does not document. */
export function sequenceSteps(data: OrganizationData, leadId?: string): Step[] {
  const table = data.resources.get(sequenceSubscriptions.path);
  if (table === undefined) return [];
  const rows = leadId === undefined ? table.all() : table.ofLead(leadId);
  return rows.flatMap((row) => (row['status'] === 'active' ? (knownStepOf(data, row) ?? []) : []));
}

const knownSteps = new WeakMap<PlainRow, { readonly state: string; readonly step: Step | undefined }>();

/** The next step of a subscription, which is looked for again only after something on its lead has changed. */
function knownStepOf(data: OrganizationData, row: PlainRow): Step | undefined {
  const leadId = row.lead_id ?? '';
  const tables = [data.activities, tableOf(data, sequenceSubscriptions)];
  const versions = tables.map((table) => table.versionOf(leadId));
  const state = [leadId, ...versions, tableOf(data, sequences).version].join();
  const known = knownSteps.get(row);
  if (known?.state === state) return known.step;
  const step = nextStepOf(data, row);
  knownSteps.set(row, { state, step });
  return step;
}

function nextStepOf(data: OrganizationData, row: PlainRow): Step | undefined {
  const sequence = tableOf(data, sequences).get(String(row['sequence_id']));
  if (row['status'] !== 'active' || sequence?.['status'] !== 'active') return undefined;
  const userId = String(row['created_by_id']);
  const leadId = row.lead_id ?? '';
  const repliedAt = findReply(data, row);
  const step = recordsIn(sequence['steps'])[numberIn(row, '_stepsDone')];
  const delay = typeof step?.['delay'] === 'number' ? step['delay'] : 0;
  const dueAt = numberIn(row, '_dueFrom') + delay * 1000;
  if (repliedAt !== undefined && repliedAt <= dueAt) {
    const end = { status: 'goal', status_reason: 'reply-received' };
    return { dueAt: repliedAt, leadId, userId, run: (call) => change(call, row, end) };
  }
  return { dueAt, leadId, userId, run: (call) => runStep(call, row, { sequence, step }) };
}

/** The time of the first email of the contact since the subscription began. */
function findReply(data: OrganizationData, row: PlainRow): number | undefined {
  const begin = Date.parse(`${String(row['date_created'])}Z`);
  const times = data.activities
    .ofLead(row.lead_id ?? '')
    .filter(({ own, contact_id }) => own['direction'] === 'incoming' && contact_id === row['contact_id'])
    .map(({ date_created }) => Date.parse(date_created))
    .filter((time) => time > begin);
  return times.length === 0 ? undefined : Math.min(...times);
}

type StepRun = { readonly sequence: PlainRow; readonly step: JsonObject | undefined };

function runStep(call: ApiCall, row: PlainRow, { sequence, step }: StepRun): void {
  if (call.data.contacts.get(String(row['contact_id'])) === undefined) {
    change(call, row, { status: 'error', status_reason: 'internal-error' });
    return;
  }
  if (step?.['step_type'] === 'email') sendEmail(call, row, { sequence, step });
  if (step?.['step_type'] === 'call') addCallTask(call, row, sequence);
  const done = numberIn(row, '_stepsDone') + 1;
  const isLast = done >= recordsIn(sequence['steps']).length;
  change(call, row, { _stepsDone: done, _dueFrom: call.now, ...(isLast && { status: 'finished' }) });
}

function change(call: ApiCall, row: PlainRow, values: object): void {
  changeRow(call, { resource: sequenceSubscriptions, row }, values);
}

/** Sends the email of a step: logs it as sent. An email of the old thread joins that of the step before. */
function sendEmail(call: ApiCall, row: PlainRow, { sequence, step }: StepRun): void {
  const { data } = call;
  const template = tableOf(data, emailTemplates).get(String(step?.['email_template_id']));
  const contact = data.contacts.get(String(row['contact_id']));
  if (template === undefined || contact === undefined) return;
  const before = data.activities
    .ofLead(contact.lead_id)
    .findLast(({ own }) => own['sequence_subscription_id'] === row.id);
  const isReply = step?.['threading'] === 'old_thread' && before !== undefined;
  const members = {
    sender: `"${String(row['sender_name'])}" <${String(row['sender_email'])}>`,
    email_account_id: row['sender_account_id'],
    to: [row['contact_email']],
    sequence_id: sequence.id,
    sequence_name: sequence['name'],
    sequence_subscription_id: row.id,
    ...(isReply && { thread_id: before.own['thread_id'] }),
  };
  logEmail(call, { template, contact }, members);
}

/** Adds the call of a step to the tasks of the first user whom the calls are assigned to. */
function addCallTask(call: ApiCall, row: PlainRow, sequence: PlainRow): void {
  const [assignee = row['created_by_id']] = [row['calls_assigned_to'] ?? []].flat();
  const task = newTaskRow(newOrigin(call, 'task_'), String(row.lead_id));
  call.data.tasks.add({
    ...task,
    _type: 'outgoing_call',
    contact_id: String(row['contact_id']),
    assigned_to: String(assignee),
    text: String(sequence['name']),
  });
}
