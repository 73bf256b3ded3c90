import { recordsIn } from '../../base/is-record.ts';
import { withoutOffset } from '../../model/close-timestamp.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { PlainRow, OpportunityStatusRow, ContactRow } from '../../model/rows/record-rows.ts';
import { statusTypes } from '../../model/rows/record-rows.ts';
import { checkField, invalidRequest, namedRow, rowOf, timestampOf, logActivity } from '../base/api-call.ts';
import type { Resource } from '../base/resource.ts';
import { emailFields } from '../../model/fields/message-fields.ts';
import type { ApiCall, RowCall } from '../base/api-call.ts';
import { contactDisplayName, leadDisplayName } from '../render/records.ts';
import { tableOf } from '../base/resource.ts';

const leadStatuses: Resource = {
  path: '/status/lead/',
  event: 'status.lead',
  rows: (data) => data.leadStatuses,
  beforeRemoval: ({ data: { leads } }, { id }) => {
    const isUsed = leads.all().some((lead) => lead.status_id === id);
    if (isUsed) throw invalidRequest('This status is still in use by leads.');
  },
};

/** The statuses of opportunities: the stages of pipelines. */
const opportunityStatuses: Resource = {
  path: '/status/opportunity/',
  event: 'status.opportunity',
  rows: (data) => data.opportunityStatuses,
  unwritten: ['status_type'],
  values: (call, row) => {
    if (row !== undefined) return {};
    const { body, data } = call;
    const { status_type, type = status_type, pipeline_id = data.pipelines.all()[0]?.id } = body;
    checkField(type !== undefined, 'status_type', 'Field required');
    const named = { body: { ...body, pipeline_id } };
    return { type, pipeline_id: namedRow(named, 'pipeline_id', { table: data.pipelines }).id };
  },
  beforeRemoval: ({ data: { opportunities } }, { id }) => {
    const isUsed = opportunities.all().some((row) => row.status_id === id);
    if (isUsed) throw invalidRequest('This status is still in use by opportunities.');
  },
};

export const pipelines: Resource = {
  path: '/pipeline/',
  rows: (data) => data.pipelines,
  unwritten: ['statuses'],
  values: ({ user }, row) => (row === undefined ? { created_by: user.id, updated_by: user.id } : {}),
  after: setStages,
  beforeRemoval: ({ data }, { id }) => {
    if (stagesOf(data, id).length > 0) throw invalidRequest('This pipeline still has statuses.');
  },
  derived: (data, { id, date_created, date_updated }) => ({
    date_created: withoutOffset(String(date_created)),
    date_updated: withoutOffset(String(date_updated)),
    statuses: stagesOf(data, id).map((stage) => ({ id: stage.id, label: stage.label, type: stage.type })),
  }),
};

function stagesOf({ opportunityStatuses: statuses }: OrganizationData, id: string): OpportunityStatusRow[] {
  return statuses.all().filter((status) => status.pipeline_id === id);
}

/** Applies the stages of a body in order: known ids are updated and moved here, others are created. */
function setStages({ data, body: { statuses } }: RowCall, { id: pipeline_id }: PlainRow): void {
  for (const { id, label, type } of recordsIn(statuses)) {
    const known = data.opportunityStatuses.get(String(id));
    const isNew = id === undefined || id === null;
    checkField(isNew || known !== undefined, 'statuses', 'This status does not exist');
    if (known !== undefined) data.opportunityStatuses.remove(known);
    data.opportunityStatuses.add({
      id: known?.id ?? data.ids.id('stat_'),
      organization_id: data.organization.id,
      pipeline_id,
      label: typeof label === 'string' ? label : (known?.label ?? ''),
      type: statusTypes.find((one) => one === type) ?? known?.type ?? 'active',
    });
  }
}

export const settings: readonly Resource[] = [leadStatuses, opportunityStatuses, pipelines];

export const emailTemplates: Resource = {
  path: '/email_template/',
  event: 'email_template',
  seed: () => [
    {
      name: 'First contact',
      subject: 'A question about {{ lead.display_name }}',
      body: '<p>Hi {{ contact.first_name }},</p><p>Who takes care of supplies at {{ lead.display_name }}? A short call is all I ask for.</p><p>{{ user.first_name }}</p>',
    },
    {
      name: 'Quote follow-up',
      subject: 'Your quote',
      body: '<p>Hi {{ contact.first_name }},</p><p>Did you have a moment to look at the quote? It is valid until the end of the month.</p><p>{{ user.first_name }}</p>',
    },
    {
      name: 'Welcome',
      subject: 'Welcome, {{ lead.display_name }}',
      body: '<p>Hi {{ contact.first_name }},</p><p>Good to have you. Here is who to call, and what happens next.</p><p>{{ user.first_name }}</p>',
    },
    { name: 'Old price list', subject: 'Our prices', body: '<p>Attached.</p>', is_archived: true },
  ],
};

export const smsTemplates: Resource = {
  path: '/sms_template/',
  event: 'sms_template',
  seed: () => [
    { name: 'Running late', text: 'Running ten minutes late, sorry! {{ user.first_name }}' },
    { name: 'Delivery today', text: 'Your delivery is on its way and will be there by noon.' },
  ],
};

/** Renders an email template for a contact, with variables such as `{{ contact.first_name }}`. */
export function renderTemplate(call: ApiCall): object {
  const { data, query } = call;
  const template = rowOf(call, tableOf(data, emailTemplates));
  const contact_id = query.get('contact_id');
  const contact = namedRow({ body: { contact_id } }, 'contact_id', { table: data.contacts });
  const lead_id = query.get('lead_id') ?? contact.lead_id;
  const lead = namedRow({ body: { lead_id } }, 'lead_id', { table: data.leads });
  return {
    ...fillTemplate(call, template, contact),
    contact_id: contact.id,
    contact_display_name: contactDisplayName(contact),
    email: contact.emails[0]?.email ?? '',
    lead_id: lead.id,
    lead_display_name: leadDisplayName(data, lead),
  };
}

type Texts = Readonly<Record<'subject' | 'body', string>>;

function fillTemplate({ data, user }: ApiCall, template: PlainRow, contact: ContactRow): Texts {
  const lead = data.leads.get(contact.lead_id);
  const name = contactDisplayName(contact);
  const values: Record<string, string> = {
    'lead.display_name': lead === undefined ? '' : leadDisplayName(data, lead),
    'contact.name': name,
    'contact.first_name': name.split(' ')[0] ?? '',
    'user.first_name': user.first_name,
    'user.last_name': user.last_name,
  };
  const fill = (text: unknown): string =>
    String(text).replaceAll(/\{\{\s*([\w.]+)\s*\}\}/g, (_match, key: string) => values[key] ?? '');
  return { subject: fill(template['subject']), body: fill(template['body']) };
}

/** Sends an email from a template: logs it as sent, with the other members of its activity. */
export function logEmail(
  call: ApiCall,
  { template, contact }: { readonly template: PlainRow; readonly contact: ContactRow },
  members: object,
): void {
  const { subject, body } = fillTemplate(call, template, contact);
  const own = {
    ...emailFields({ subject, text: body.replaceAll(/<[^>]*>/g, ' ').trim() }),
    body_html: body,
    status: 'sent',
    date_sent: timestampOf(call),
    template_id: template.id,
    template_name: template['name'],
    thread_id: call.data.ids.id('acti_'),
    ...members,
  };
  logActivity(call, 'Email', { leadId: contact.lead_id, contact_id: contact.id, own });
}
