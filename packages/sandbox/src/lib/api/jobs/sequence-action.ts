import type { OrganizationData } from '../../model/organization-data.ts';
import type { PlainRow } from '../../model/rows/plain-row.ts';
import type { Table } from '../../model/table.ts';
import type { ApiCall } from '../base/api-call.ts';
import { checkField } from '../base/check-body.ts';
import { changeResource, createResource, tableOf } from '../resources/resource.ts';
import { sequences, sequenceSubscriptions } from '../resources/sequence-resources.ts';
import { addressOf, reachableContacts } from './email-action.ts';
import type { JobAction } from './job-action.ts';

/** The status that a subscription must have for a change, and its status afterwards. */
const changes: Readonly<Record<string, { from: string; to: string }>> = {
  pause: { from: 'active', to: 'paused' },
  resume: { from: 'paused', to: 'active' },
  resume_finished: { from: 'finished', to: 'active' },
};

/** Subscribes contacts of each lead to a sequence, or changes their subscriptions. */
export const sequenceAction: JobAction = {
  prefix: 'bulkseqsub_',
  start: ({ data, body }) => {
    const { sequence_id: id } = body;
    const isSequence = id === undefined || tableOf(data, sequences).get(String(id)) !== undefined;
    checkField(isSequence, 'sequence_id', 'This sequence does not exist');
    const empty = Object.fromEntries(nullable.map((name) => [name, body[name] ?? null]));
    return { ...empty, action_type: body['action_type'] };
  },
  targets: (call, leadId) =>
    call.body['action_type'] === 'subscribe'
      ? reachableContacts(call, leadId).map(({ id }) => id)
      : changeable(call, leadId).map(({ id }) => id),
  apply: (call, _job, { targets }) => {
    for (const id of targets) {
      if (call.body['action_type'] === 'subscribe') subscribe(call, id);
      else change(call, id);
    }
  },
};

const nullable = [
  'calls_assigned_to',
  'contact_preference',
  'from_phone_number_id',
  'sender_account_id',
  'sender_email',
  'sender_name',
  'sequence_id',
];

function subscriptionsOf(data: OrganizationData): Table<PlainRow> {
  return tableOf(data, sequenceSubscriptions);
}

function changeable({ data, body }: ApiCall, leadId: string): PlainRow[] {
  const from = changes[String(body['action_type'])]?.from;
  return subscriptionsOf(data)
    .ofLead(leadId)
    .filter((row) => row['status'] === from)
    .filter((row) => row['sequence_id'] === (body['sequence_id'] ?? row['sequence_id']));
}

function change(call: ApiCall, id: string): void {
  const { from, to } = changes[String(call.body['action_type'])] ?? {};
  const row = subscriptionsOf(call.data).get(id);
  if (row === undefined || row['status'] !== from) return;
  changeResource({ ...call, body: { status: to } }, sequenceSubscriptions, row);
}

/** Subscribes a contact, unless a subscription to the sequence goes on. */
function subscribe(call: ApiCall, contact_id: string): void {
  const { data, body } = call;
  const contact = data.contacts.get(contact_id);
  if (contact === undefined) return;
  const { sequence_id, sender_account_id, sender_email, sender_name } = body;
  const isSubscribed = subscriptionsOf(data)
    .ofLead(contact.lead_id)
    .filter((row) => row['contact_id'] === contact_id && row['sequence_id'] === sequence_id)
    .some(({ status }) => status === 'active' || status === 'paused');
  if (isSubscribed) return;
  const contact_email = addressOf(contact);
  const members = { sequence_id, contact_id, contact_email, sender_account_id, sender_email, sender_name };
  createResource({ ...call, body: members }, sequenceSubscriptions);
}
