import type { ContactRow } from '../../model/rows/contact-row.ts';
import type { PlainRow } from '../../model/rows/plain-row.ts';
import { rowOf } from '../base/api-call.ts';
import type { ApiCall } from '../base/api-call.ts';
import { checkField } from '../base/check-body.ts';
import { contactDisplayName } from '../render/contact.ts';
import { leadDisplayName } from '../render/lead.ts';
import { tableOf } from './resource.ts';
import { emailTemplates } from './template-resources.ts';

/** Renders an email template for a contact, with variables such as `{{ contact.first_name }}`. */
export function renderTemplate(call: ApiCall): object {
  const { data, query } = call;
  const template = rowOf(call, tableOf(data, emailTemplates));
  const contact = data.contacts.get(query.get('contact_id') ?? '');
  const lead = data.leads.get(query.get('lead_id') ?? contact?.lead_id ?? '');
  checkField(contact !== undefined, 'contact_id', 'This contact does not exist');
  checkField(lead !== undefined, 'lead_id', 'This lead does not exist');
  return {
    ...fillTemplate(call, template, contact),
    contact_id: contact.id,
    contact_display_name: contactDisplayName(contact),
    email: contact.emails[0]?.email ?? '',
    lead_id: lead.id,
    lead_display_name: leadDisplayName(data, lead),
  };
}

/** The subject and body of an email template for a contact. */
export function fillTemplate(
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
