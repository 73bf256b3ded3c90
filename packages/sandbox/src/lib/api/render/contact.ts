import { formatPhone } from '../../model/fields/call-fields.ts';
import type { ContactRow, PhoneRow } from '../../model/rows/contact-row.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import { setValuesOf } from '../base/custom-values.ts';
import { renderIntegrationLinks } from './parts.ts';

export function renderContact(data: OrganizationData, row: ContactRow): object {
  return {
    ...setValuesOf(row),
    display_name: contactDisplayName(row),
    phones: row.phones.map(renderPhone),
    integration_links: renderIntegrationLinks(data, 'contact', row),
  };
}

export function contactDisplayName({ name, emails, phones }: ContactRow): string {
  return name || emails[0]?.email || phones[0]?.phone || '';
}

export function contactName({ contacts }: OrganizationData, id: string | null): string | null {
  const contact = contacts.get(id ?? '');
  return contact === undefined ? null : contactDisplayName(contact);
}

export function renderPhone({ phone, type }: PhoneRow): object {
  return { phone, phone_formatted: formatPhone(phone), type, country: 'US', outbound_sms_blocked: false };
}
