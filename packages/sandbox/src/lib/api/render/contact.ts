import { formatPhone } from '../../model/fields/call-fields.ts';
import type { ContactRow, EmailRow, PhoneRow } from '../../model/rows/contact-row.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import { customValuesOf } from '../base/custom-values.ts';
import { renderIntegrationLinks } from './integration-links.ts';

/** Renders a contact. */
export function renderContact(data: OrganizationData, row: ContactRow): object {
  return {
    id: row.id,
    organization_id: row.organization_id,
    lead_id: row.lead_id,
    name: row.name,
    display_name: contactDisplayName(row),
    title: row.title,
    timezone: row.timezone,
    emails: row.emails.map(renderEmail),
    phones: row.phones.map(renderPhone),
    urls: row.urls,
    integration_links: renderIntegrationLinks(data, 'contact', row),
    created_by: row.created_by,
    updated_by: row.updated_by,
    date_created: row.date_created,
    date_updated: row.date_updated,
    ...customValuesOf(row),
  };
}

/** The display name of a contact. */
export function contactDisplayName({ name, emails, phones }: ContactRow): string {
  return name || emails[0]?.email || phones[0]?.phone || '';
}

/** Renders an email address. */
export function renderEmail(row: EmailRow): object {
  return { ...row };
}

/** Renders a phone number. */
export function renderPhone({ phone, type }: PhoneRow): object {
  return { phone, phone_formatted: formatPhone(phone), type, country: 'US', outbound_sms_blocked: false };
}
