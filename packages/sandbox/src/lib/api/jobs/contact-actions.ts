import type { ContactRow } from '../../model/rows/contact-row.ts';
import type { PlainRow } from '../../model/rows/plain-row.ts';
import { fullName } from '../../model/rows/user-row.ts';
import type { ApiCall } from '../base/api-call.ts';
import { namedRow } from '../base/check-body.ts';
import { changeResource, createResource, tableOf } from '../resources/resource.ts';
import { sequences, sequenceSubscriptions } from '../resources/sequence-resources.ts';
import { emailTemplates, logEmail } from '../resources/template-resources.ts';
import type { JobAction } from './job-action.ts';

/** Logs an email from a template to the first contact of each lead, or to each of its contacts. */
export const emailAction: JobAction = {
  start: (call) => {
    const { contact_preference = 'lead' } = call.body;
    return { template_id: templateOf(call).id, contact_preference, sender: senderOf(call) };
  },
  targets: (call, leadId) => reachableContacts(call, leadId).map(({ id }) => id),
  apply: (call, job, { targets }) => {
    for (const id of targets) {
      const contact = call.data.contacts.get(id);
      if (contact === undefined) continue;
      const members = { bulk_email_action_id: job.id, sender: senderOf(call), to: [addressOf(contact)] };
      logEmail(call, { template: templateOf(call), contact }, members);
    }
  },
};

/** The contacts of a lead with an address that is not unsubscribed; only the first one for `lead`. */
function reachableContacts({ data, body }: ApiCall, leadId: string): ContactRow[] {
  const contacts = data.contacts.ofLead(leadId).filter((contact) => addressOf(contact) !== undefined);
  return body['contact_preference'] === 'contact' ? contacts : contacts.slice(0, 1);
}

/** The first address of a contact that is not unsubscribed. */
function addressOf({ emails }: ContactRow): string | undefined {
  return emails.find(({ is_unsubscribed }) => !is_unsubscribed)?.email;
}

function templateOf(call: ApiCall): PlainRow {
  return namedRow(call, 'template_id', { table: tableOf(call.data, emailTemplates) });
}

function senderOf({ user }: ApiCall): string {
  return `"${fullName(user)}" <${user.email}>`;
}

/** The status that a subscription must have for a change, and its status afterwards. */
const changes: Readonly<Record<string, readonly [from: string, to: string]>> = {
  pause: ['active', 'paused'],
  resume: ['paused', 'active'],
  resume_finished: ['finished', 'active'],
};

/** Subscribes contacts of each lead to a sequence, or changes their subscriptions. */
export const sequenceAction: JobAction = {
  start: (call) => {
    const { sequence_id: id } = call.body;
    if (typeof id === 'string') namedRow(call, 'sequence_id', { table: tableOf(call.data, sequences) });
    return {};
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
