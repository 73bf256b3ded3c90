import { recordsIn } from '../../base/is-record.ts';
import { seedOriginOf, fullName } from '../../model/organization-data.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { PlainRow } from '../../model/rows/record-rows.ts';
import type { ApiCall, RowCall } from '../base/api-call.ts';
import { checkField, refuseNotUnderstood } from '../base/api-call.ts';
import { resourceShapes } from '../../../generated/resource-shapes.ts';
import { fillRow } from '../base/new-row.ts';
import { tableOf } from '../base/resource.ts';
import type { Resource } from '../base/resource.ts';
import { emailTemplates } from './settings.ts';

const statuses = ['active', 'paused', 'finished', 'goal', 'error'];

export const sequences: Resource = {
  path: '/sequence/',
  event: 'sequence',
  defaults: { timezone: 'America/Los_Angeles' },
  seed: seedSequences,
  values: (call, row) => {
    checkSteps(call);
    return row === undefined ? {} : pauseSequence(call, row);
  },
  after: endSubscriptions,
  derived: (data, { id }) => {
    const rows = subscriptionsOf(data, id);
    const count = (status: string): number => rows.filter((row) => row['status'] === status).length;
    const counts = statuses.map((status) => [status, count(status)]);
    return { subscription_counts_by_status: Object.fromEntries(counts) };
  },
};

export const sequenceSubscriptions: Resource = {
  path: '/sequence_subscription/',
  event: 'sequence_subscription',
  listBy: ['sequence_id', 'contact_id', 'lead_id'],
  values: (call, row) => (row === undefined ? startSubscription(call) : changeSubscription(call, row)),
};

function subscriptionsOf(data: OrganizationData, sequenceId: string): PlainRow[] {
  const all = tableOf(data, sequenceSubscriptions).all();
  return all.filter((row) => row['sequence_id'] === sequenceId);
}

function checkSteps(call: ApiCall): void {
  const steps = recordsIn(call.body['steps']);
  const templates = tableOf(call.data, emailTemplates);
  for (const { email_template_id: id } of steps) {
    const isThere = typeof id !== 'string' || templates.get(id) !== undefined;
    checkField(isThere, 'steps', 'This email template does not exist');
  }
  const types = steps.map((step) => String(step['step_type']));
  const unknown = types.find((type) => type !== 'email' && type !== 'call');
  if (unknown === undefined) return;
  const message = `The sandbox runs steps of the types "email" and "call", not "${unknown}".`;
  refuseNotUnderstood(call, { field: 'steps', message });
}

/** Pauses or resumes a sequence, with its active subscriptions. */
function pauseSequence({ data, body: { status }, now }: ApiCall, row: PlainRow): object {
  if (status === undefined || status === row['status']) return {};
  if (status !== 'active') return { _pausedAt: now };
  const table = tableOf(data, sequenceSubscriptions);
  for (const subscription of subscriptionsOf(data, row.id))
    if (subscription['status'] === 'active') table.update(subscription, resumed(subscription, row, now));
  return {};
}

/** A pause moves what is due next by its length. */
function resumed(row: PlainRow, paused: PlainRow, now: number): { _dueFrom: number } {
  const dueFrom = numberIn(row, '_dueFrom');
  return { _dueFrom: dueFrom + now - Math.max(numberIn(paused, '_pausedAt'), dueFrom) };
}

/** A number that the sandbox keeps in a row. Responses do not show it. */
export function numberIn(row: PlainRow, name: `_${string}`): number {
  return typeof row[name] === 'number' ? row[name] : 0;
}

/** Subscriptions end with their sequence. The status is a guess; the reason is Close's. */
function endSubscriptions({ data }: RowCall, { id }: PlainRow): void {
  if (tableOf(data, sequences).get(id) !== undefined) return;
  const end = { status: 'finished', status_reason: 'sequence-deleted' };
  for (const row of subscriptionsOf(data, id))
    if (row['status'] === 'active' || row['status'] === 'paused')
      tableOf(data, sequenceSubscriptions).update(row, end);
}

/** The sender is the user, unless the body names another; the email address the first one of the contact. */
function startSubscription({ data, user, body, now }: ApiCall): object {
  const contact = data.contacts.get(String(body['contact_id']));
  checkField(contact !== undefined, 'contact_id', 'Field required');
  checkField(body['sequence_id'] !== undefined, 'sequence_id', 'Field required');
  const email = body['contact_email'] ?? contact.emails[0]?.email;
  checkField(email !== undefined, 'contact_email', 'This contact has no email address');
  return {
    lead_id: contact.lead_id,
    contact_email: email,
    sender_account_id: body['sender_account_id'] ?? user.id.replace('user_', 'emailacct_'),
    sender_email: body['sender_email'] ?? user.email,
    sender_name: body['sender_name'] ?? fullName(user),
    _stepsDone: 0,
    _dueFrom: now,
  };
}

function changeSubscription({ body: { status }, now }: ApiCall, row: PlainRow): object {
  const isKnown = status === undefined || status === 'active' || status === 'paused';
  checkField(isKnown, 'status', "Input should be 'active' or 'paused'");
  if (status === undefined || status === row['status']) return {};
  if (status === 'paused') return { _pausedAt: now, status_reason: 'manual' };
  return { ...resumed(row, row, now), status_reason: null };
}

function seedSequences(data: OrganizationData): object[] {
  const { prefix = '', least = {} } = resourceShapes['/sequence/'].nested?.['steps'] ?? {};
  const step = (index: number, type: 'email' | 'call', days: number): object => {
    const origin = seedOriginOf(data, prefix, index);
    const email = {
      email_template_id: seedOriginOf(data, 'tmpl_', index % 3).id,
      threading: index % 3 === 0 ? 'new_thread' : 'old_thread',
    };
    const own = { step_type: type, delay: days * 86_400, required: true };
    return { id: origin.id, ...fillRow(least, origin), ...own, ...(type === 'email' && email) };
  };
  return [
    { name: 'New enquiries', steps: [step(0, 'email', 0), step(1, 'email', 3), step(2, 'call', 5)] },
    { name: 'Wake-up call', status: 'paused', steps: [step(3, 'email', 0), step(4, 'call', 14)] },
  ];
}
