import type { AddressRow, LeadRow } from '../../model/rows/lead-row.ts';
import type { ContactRow } from '../../model/rows/contact-row.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import { setValuesOf } from '../base/custom-values.ts';
import { contactDisplayName, renderContact, renderPhone } from './contact.ts';
import { renderOpportunity } from './opportunity.ts';
import { renderTask } from './task.ts';
import { authorNames, renderIntegrationLinks } from './parts.ts';
import { everyField } from '../base/select-fields.ts';
import type { FieldTest } from '../base/select-fields.ts';

/** A lead that is rendered. `today` determines the views of its tasks. */
interface LeadView {
  readonly data: OrganizationData;
  readonly row: LeadRow;
  readonly today: string;
}

/** The members of a lead before the others of its row, one function each: one that is not wanted costs nothing. */
const leadMembers: Readonly<Record<string, (view: LeadView) => unknown>> = {
  id: ({ row }) => row.id,
  organization_id: ({ row }) => row.organization_id,
  name: ({ row }) => row.name,
  display_name: ({ data, row }) => leadDisplayName(data, row),
  html_url: ({ row }) => `https://app.close.com/lead/${row.id}/`,
  status_label: ({ data, row }) => data.leadStatuses.get(row.status_id)?.label ?? '',
  primary_address_full: ({ row: { addresses } }) => addresses[0] && fullAddress(addresses[0]),
  primary_address_summary: ({ row: { addresses } }) => addresses[0] && addressSummary(addresses[0]),
  contact_ids: (view) => contactsOf(view).map(({ id }) => id),
  contacts: (view) => contactsOf(view).map((contact) => renderContact(view.data, contact)),
  contacts_summary: (view) => contactsOf(view).map(contactDisplayName).join(', '),
  primary_email: (view) => contactsOf(view).flatMap(({ emails }) => emails)[0],
  primary_phone: (view) => contactsOf(view).flatMap(({ phones }) => phones.map(renderPhone))[0],
  opportunities: ({ data, row }) =>
    data.opportunities.ofLead(row.id).map((item) => renderOpportunity(data, item)),
  tasks: ({ data, row, today }) =>
    data.tasks.ofLead(row.id).flatMap((task) => (task.is_complete ? [] : [renderTask(data, task, today)])),
  integration_links: ({ data, row }) => renderIntegrationLinks(data, 'lead', row),
};
const leadMemberEntries = Object.entries(leadMembers);

/** Renders a lead with its contacts, opportunities and open tasks, or only the wanted members. */
export function renderLead(
  data: OrganizationData,
  row: LeadRow,
  options: { readonly today?: string; readonly isWanted?: FieldTest } = {},
): object {
  const { today = row.date_updated.slice(0, 10), isWanted = everyField } = options;
  const view = { data, row, today };
  const rendered: Record<string, unknown> = {};
  for (const [name, read] of leadMemberEntries) if (isWanted(name)) rendered[name] = read(view) ?? null;
  for (const [name, value] of Object.entries({ ...setValuesOf(row), ...authorNames(data, row) })) {
    if (isWanted(name)) rendered[name] ??= value;
  }
  return rendered;
}

function contactsOf({ data, row }: LeadView): ContactRow[] {
  return data.contacts.ofLead(row.id);
}

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
