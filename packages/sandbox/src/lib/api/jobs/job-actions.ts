import type { ContactRow, PlainRow } from '../../model/rows/record-rows.ts';
import type { FieldDefinition } from '../../model/rows/custom-field-row.ts';
import type { JobKind, JobRow } from '../../model/rows/job-row.ts';
import { fullName } from '../../model/organization-data.ts';
import type { ApiCall } from '../base/api-call.ts';
import { checkField, namedRow } from '../base/api-call.ts';
import { customPatch } from '../base/read-body.ts';
import { leads } from '../records/lead-routes.ts';
import { changeResource, createResource, removeRow, tableOf } from '../base/resource.ts';
import { sequences, sequenceSubscriptions } from '../resources/sequence-resources.ts';
import { emailTemplates, logEmail } from '../resources/settings.ts';

interface JobAction {
  /** The members of a request that responses do not show. */
  readonly unwritten?: readonly string[];
  /** Checks the request, and creates the members of a response that differ from those of the request. */
  readonly start?: (call: ApiCall) => object;
  /** The objects of a lead that the action works on. Default: the lead. */
  readonly targets?: (call: ApiCall, leadId: string) => string[];
  /** Works on one of these objects, if it is still there. */
  readonly apply: (call: ApiCall, id: string, job: JobRow) => void;
}

export const jobActions: Readonly<Record<JobKind, JobAction>> = {
  delete: {
    apply: (call, id) => {
      const lead = call.data.leads.get(id);
      if (lead !== undefined) removeRow(call, leads, lead);
    },
  },
  /** Sets the status or a custom field of each lead, as a `PUT` of the lead does. */
  edit: {
    unwritten: ['custom_field_id', 'custom_field_operation', 'custom_field_values'],
    start: (call) => {
      const { type, custom_field_value: value, custom_field_values: values } = call.body;
      const [patch = {}] = patchesOf(call);
      customPatch(call, 'lead', { body: patch });
      return {
        custom_field_name: type === 'set_lead_status' ? null : fieldOf(call).name,
        custom_field_value: [values ?? value ?? []].flat().map(String).join(', ') || null,
      };
    },
    apply: (call, id) => {
      const lead = call.data.leads.get(id);
      if (lead === undefined) return;
      for (const body of patchesOf(call)) changeResource({ ...call, body }, leads, lead);
    },
  },
  /** Logs an email from a template to the first contact of each lead, or to each of its contacts. */
  email: {
    start: (call) => {
      const { contact_preference = 'lead' } = call.body;
      return { template_id: templateOf(call).id, contact_preference, sender: senderOf(call) };
    },
    targets: reachableContacts,
    apply: (call, id, job) => {
      const contact = call.data.contacts.get(id);
      if (contact === undefined) return;
      const members = { bulk_email_action_id: job.id, sender: senderOf(call), to: [addressOf(contact)] };
      logEmail(call, { template: templateOf(call), contact }, members);
    },
  },
  /** Subscribes contacts of each lead to a sequence, or changes their subscriptions. */
  sequence_subscription: {
    start: (call) => {
      const { sequence_id: id } = call.body;
      if (typeof id === 'string') namedRow(call, 'sequence_id', { table: tableOf(call.data, sequences) });
      return {};
    },
    targets: (call, leadId) => {
      const [from] = changeOf(call);
      if (from === undefined) return reachableContacts(call, leadId);
      return subscriptionsOf(call, leadId).flatMap(({ id, status }) => (status === from ? [id] : []));
    },
    apply: (call, id) => {
      const [from, status] = changeOf(call);
      if (from === undefined) return subscribe(call, id);
      const row = tableOf(call.data, sequenceSubscriptions).get(id);
      if (row?.['status'] === from) changeResource({ ...call, body: { status } }, sequenceSubscriptions, row);
    },
  },
};

/** The bodies of the `PUT`s that make an edit. */
function patchesOf(call: ApiCall): ApiCall['body'][] {
  const { type, lead_status_id, custom_field_value, custom_field_values, custom_field_operation } = call.body;
  if (type === 'set_lead_status') {
    namedRow(call, 'lead_status_id', { table: call.data.leadStatuses, kind: 'status' });
    return [{ status_id: lead_status_id }];
  }
  const field = fieldOf(call);
  if (type === 'clear_custom_field') return [{ [`custom.${field.id}`]: null }];
  const values: unknown[] = Array.isArray(custom_field_values) ? custom_field_values : [custom_field_value];
  checkField(values[0] !== undefined, 'custom_field_value', 'Field required');
  if (custom_field_operation === 'add' || custom_field_operation === 'remove')
    return values.map((value) => ({ [`custom.${field.id}.${custom_field_operation}`]: value }));
  return [{ [`custom.${field.id}`]: field.multiple ? values.flat() : values[0] }];
}

function fieldOf({ data, body }: ApiCall): FieldDefinition {
  const { custom_field_id: id, custom_field_name: name } = body;
  const key = id === undefined ? 'custom_field_name' : 'custom_field_id';
  const field = data.customFields.lead.find((one) => (id === undefined ? one.name === name : one.id === id));
  checkField(field !== undefined, key, 'This custom field does not exist');
  return field;
}

/** The contacts of a lead with an address that is not unsubscribed; only the first one for `lead`. */
function reachableContacts({ data, body }: ApiCall, leadId: string): string[] {
  const contacts = data.contacts.ofLead(leadId).filter((contact) => addressOf(contact) !== undefined);
  return contacts.map(({ id }) => id).slice(0, body['contact_preference'] === 'contact' ? undefined : 1);
}

function addressOf({ emails }: ContactRow): string | undefined {
  return emails.find(({ is_unsubscribed }) => !is_unsubscribed)?.email;
}

function templateOf(call: ApiCall): PlainRow {
  return namedRow(call, 'template_id', { table: tableOf(call.data, emailTemplates) });
}

function senderOf({ user }: ApiCall): string {
  return `"${fullName(user)}" <${user.email}>`;
}

const changes: Readonly<Record<string, readonly [from: string, to: string]>> = {
  pause: ['active', 'paused'],
  resume: ['paused', 'active'],
  resume_finished: ['finished', 'active'],
};

/** The status that a subscription must have for a change, and its status afterwards. */
function changeOf({ body }: ApiCall): readonly [from?: string, to?: string] {
  return changes[String(body['action_type'])] ?? [];
}

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
