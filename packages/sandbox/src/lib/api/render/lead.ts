import type { AddressRow, LeadRow } from '../../model/rows/lead-row.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import { renderAuthorship } from './authorship.ts';
import { contactDisplayName, renderContact, renderEmail, renderPhone } from './contact.ts';
import { renderIntegrationLinks } from './integration-links.ts';
import { renderOpportunity } from './opportunity.ts';
import { renderTask } from './task.ts';

/** Renders a lead with its contacts, opportunities and open tasks. */
export function renderLead(data: OrganizationData, row: LeadRow, today: string): object {
  const contacts = data.contacts.ofLead(row.id);
  const email = contacts.flatMap(({ emails }) => emails)[0];
  const phone = contacts.flatMap(({ phones }) => phones)[0];
  const address = row.addresses[0];
  const openTasks = data.tasks.ofLead(row.id).filter((task) => !task.is_complete);
  return {
    id: row.id,
    organization_id: row.organization_id,
    name: row.name,
    display_name: leadDisplayName(data, row),
    description: row.description,
    url: row.url,
    html_url: `https://app.close.com/lead/${row.id}/`,
    source: row.source,
    status_id: row.status_id,
    status_label: data.leadStatuses.get(row.status_id)?.label ?? '',
    addresses: row.addresses,
    primary_address_full: address === undefined ? null : fullAddress(address),
    primary_address_summary: address === undefined ? null : addressSummary(address),
    contact_ids: contacts.map(({ id }) => id),
    contacts: contacts.map((contact) => renderContact(data, contact)),
    contacts_summary: contacts.map(contactDisplayName).join(', '),
    primary_email: email === undefined ? null : renderEmail(email),
    primary_phone: phone === undefined ? null : renderPhone(phone),
    opportunities: data.opportunities.ofLead(row.id).map((item) => renderOpportunity(data, item)),
    tasks: openTasks.map((task) => renderTask(data, task, today)),
    integration_links: renderIntegrationLinks(data, 'lead', row),
    ...renderAuthorship(data, row),
  };
}

/** The display name of a lead. */
export function leadDisplayName(data: OrganizationData, row: LeadRow): string {
  const [contact] = row.name ? [] : data.contacts.ofLead(row.id);
  return row.name || (contact && contactDisplayName(contact)) || 'Untitled';
}

function fullAddress({ address_1, address_2, city, state, zipcode, country }: AddressRow): string {
  return [address_1, address_2, city, [state, zipcode].filter(Boolean).join(' '), country]
    .filter(Boolean)
    .join(', ');
}

function addressSummary({ city, state, country }: AddressRow): string {
  return [city, state, country].filter(Boolean).join(', ');
}
