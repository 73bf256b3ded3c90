import { withoutOffset } from '../../model/close-timestamp.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { PlainRow } from '../../model/rows/plain-row.ts';
import type { Table } from '../../model/table.ts';
import { newOrigin, timestampOf } from '../base/api-call.ts';
import type { ApiCall } from '../base/api-call.ts';
import { checkField } from '../base/check-body.ts';
import { createdById } from '../resources/authoring.ts';
import { tableOf } from '../resources/resource.ts';
import { sequences, sequenceSubscriptions } from '../resources/template-resources.ts';
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
  const changed = createdById.updated({ userId: call.user.id, at: withoutOffset(timestampOf(call)) });
  subscriptionsOf(call.data).update(row, { status: to, status_reason: null, ...changed });
}

/** Subscribes a contact, unless a subscription to the sequence is not finished. */
function subscribe(call: ApiCall, contactId: string): void {
  const { data, body } = call;
  const contact = data.contacts.get(contactId);
  if (contact === undefined) return;
  const { sequence_id, sender_account_id, sender_email, sender_name } = body;
  const isSubscribed = subscriptionsOf(data)
    .ofLead(contact.lead_id)
    .some((row) => row['contact_id'] === contactId && row['sequence_id'] === sequence_id && row['status'] !== 'finished');
  if (isSubscribed) return;
  const origin = newOrigin(call, sequenceSubscriptions.prefix);
  subscriptionsOf(data).add({
    id: origin.id,
    ...createdById.created({ ...origin, at: withoutOffset(origin.at) }),
    sequence_id,
    lead_id: contact.lead_id,
    contact_id: contactId,
    contact_email: addressOf(contact) ?? '',
    sender_account_id,
    sender_email,
    sender_name,
    calls_assigned_to: null,
    start_date: null,
    status: 'active',
    status_reason: null,
  });
}
