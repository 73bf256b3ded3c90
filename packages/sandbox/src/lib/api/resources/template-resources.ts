import { emailFields } from '../../model/fields/message-fields.ts';
import type { ContactRow } from '../../model/rows/record-rows.ts';
import type { PlainRow } from '../../model/rows/plain-row.ts';
import { rowOf, timestampOf, logActivity } from '../base/api-call.ts';
import type { ApiCall } from '../base/api-call.ts';
import { namedRow } from '../base/api-refusal.ts';
import { contactDisplayName, leadDisplayName } from '../render/records.ts';
import { tableOf } from './resource.ts';
import type { Resource } from './resource.ts';

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

function fillTemplate(
  { data, user }: Pick<ApiCall, 'data' | 'user'>,
  template: PlainRow,
  contact: ContactRow,
): { subject: string; body: string } {
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
