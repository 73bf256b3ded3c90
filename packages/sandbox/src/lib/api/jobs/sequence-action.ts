import type { PlainRow } from '../../model/rows/plain-row.ts';
import type { ApiCall } from '../base/api-call.ts';
import { checkField } from '../base/check-body.ts';
import { changeResource, createResource, tableOf } from '../resources/resource.ts';
import { sequences, sequenceSubscriptions } from '../resources/sequence-resources.ts';
import { addressOf, reachableContacts } from './email-action.ts';
import type { JobAction } from './job-action.ts';

/** The status that a subscription must have for a change, and its status afterwards. */
const changes: Readonly<Record<string, readonly [from: string, to: string]>> = {
  pause: ['active', 'paused'],
  resume: ['paused', 'active'],
  resume_finished: ['finished', 'active'],
};
const members = [
  'calls_assigned_to',
  'contact_preference',
  'from_phone_number_id',
  'sender_account_id',
  'sender_email',
  'sender_name',
  'sequence_id',
] as const;

/** Subscribes contacts of each lead to a sequence, or changes their subscriptions. */
export const sequenceAction: JobAction = {
  prefix: 'bulkseqsub_',
  start: ({ data, body }) => {
    const { sequence_id: id, action_type } = body;
    const isSequence = typeof id !== 'string' || tableOf(data, sequences).get(id) !== undefined;
    checkField(isSequence, 'sequence_id', 'This sequence does not exist');
    return { action_type, ...Object.fromEntries(members.map((name) => [name, body[name] ?? null])) };
  },
  targets: (call, leadId) => {
    const [from] = changes[String(call.body['action_type'])] ?? [];
    if (from === undefined) return reachableContacts(call, leadId).map(({ id }) => id);
    return subscriptionsOf(call, leadId).flatMap(({ id, status }) => (status === from ? [id] : []));
  },
  apply: (call, _job, { targets }) => {
    const [from, status] = changes[String(call.body['action_type'])] ?? [];
    for (const id of targets) {
      const row = tableOf(call.data, sequenceSubscriptions).get(id);
      if (from === undefined) subscribe(call, id);
      else if (row?.['status'] === from)
        changeResource({ ...call, body: { status } }, sequenceSubscriptions, row);
    }
  },
};

/** The subscriptions on a lead, to the sequence of the body if it names one. */
function subscriptionsOf({ data, body }: ApiCall, leadId: string): PlainRow[] {
  const { sequence_id: id } = body;
  const rows = tableOf(data, sequenceSubscriptions).ofLead(leadId);
  return rows.filter((row) => id === undefined || row['sequence_id'] === id);
}

/** Subscribes a contact, unless a subscription to the sequence goes on. */
function subscribe(call: ApiCall, contact_id: string): void {
  const contact = call.data.contacts.get(contact_id);
  if (contact === undefined) return;
  const isSubscribed = subscriptionsOf(call, contact.lead_id)
    .filter((row) => row['contact_id'] === contact_id)
    .some(({ status }) => status === 'active' || status === 'paused');
  const { contact_preference: _preference, ...body } = call.body;
  const subscription = { ...body, contact_id, contact_email: addressOf(contact) };
  if (!isSubscribed) createResource({ ...call, body: subscription }, sequenceSubscriptions);
}
