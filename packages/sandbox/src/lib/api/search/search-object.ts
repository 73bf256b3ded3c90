import type { ContactRow } from '../../model/rows/contact-row.ts';
import type { LeadRow } from '../../model/rows/lead-row.ts';
import type { OpportunityRow } from '../../model/rows/opportunity-row.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import { renderContact } from '../render/contact.ts';
import { renderLead } from '../render/lead.ts';
import { renderOpportunity } from '../render/opportunity.ts';

/** An object that a search can find or traverse, with its fields by the names of the search grammar. */
export interface SearchObject {
  readonly type: string;
  readonly id: string;
  readonly leadId: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Renders the object. Called only for results. */
  render(): object;
}

/** All searchable objects of a type. */
export function searchObjectsOf(data: OrganizationData, type: string, today: string): SearchObject[] {
  switch (type) {
    case 'lead':
      return data.leads.all().map((row) => leadObject(data, row, today));
    case 'contact':
      return data.contacts.all().map((row) => contactObject(data, row));
    case 'opportunity':
      return data.opportunities.all().map((row) => opportunityObject(data, row));
    default:
      return [];
  }
}

/** The objects of a type that are related to another object. */
export function relatedObjects(data: OrganizationData, object: SearchObject, type: string): SearchObject[] {
  const contacts = contactsOf(data, object);
  const lead = data.leads.get(object.leadId);
  switch (type) {
    case 'lead':
      return lead === undefined ? [] : [leadObject(data, lead, '')];
    case 'contact':
      return contacts.map((row) => contactObject(data, row));
    case 'contact_email':
      return parts(
        object,
        type,
        contacts.flatMap(({ emails }) => emails),
      );
    case 'contact_phone':
      return parts(
        object,
        type,
        contacts.flatMap(({ phones }) => phones),
      );
    case 'contact_url':
      return parts(
        object,
        type,
        contacts.flatMap(({ urls }) => urls),
      );
    case 'address':
      return parts(object, type, lead?.addresses ?? []);
    case 'opportunity':
      return data.opportunities.ofLead(object.leadId).map((row) => opportunityObject(data, row));
    case 'task':
      return parts(object, type, data.tasks.ofLead(object.leadId));
    default:
      return type.startsWith('activity.') ? activityObjects(data, object, type) : [];
  }
}

function leadObject(data: OrganizationData, row: LeadRow, today: string): SearchObject {
  const contacts = data.contacts.ofLead(row.id);
  const fields = {
    ...row,
    display_name: row.name ?? contacts[0]?.name ?? null,
    addresses_count: row.addresses.length,
    all_urls_count: contacts.flatMap(({ urls }) => urls).length + (row.url === null ? 0 : 1),
    num_phone_numbers: contacts.flatMap(({ phones }) => phones).length,
  };
  return { type: 'lead', id: row.id, leadId: row.id, fields, render: () => renderLead(data, row, today) };
}

function contactObject(data: OrganizationData, row: ContactRow): SearchObject {
  const fields = {
    ...row,
    emails_count: row.emails.length,
    phones_count: row.phones.length,
    urls_count: row.urls.length,
  };
  return { type: 'contact', id: row.id, leadId: row.lead_id, fields, render: () => renderContact(data, row) };
}

function opportunityObject(data: OrganizationData, row: OpportunityRow): SearchObject {
  const status = data.opportunityStatuses.get(row.status_id);
  const fields = { ...row, status_type: status?.type, pipeline_id: status?.pipeline_id };
  return {
    type: 'opportunity',
    id: row.id,
    leadId: row.lead_id,
    fields,
    render: () => renderOpportunity(data, row),
  };
}

function contactsOf(data: OrganizationData, object: SearchObject): ContactRow[] {
  if (object.type !== 'contact') return data.contacts.ofLead(object.leadId);
  const contact = data.contacts.get(object.id);
  return contact === undefined ? [] : [contact];
}

function activityObjects(data: OrganizationData, object: SearchObject, type: string): SearchObject[] {
  const rows = data.activities
    .ofLead(object.leadId)
    .filter(({ _type: kind }) => `activity.${kind}`.toLowerCase() === type)
    .filter((row) => object.type !== 'contact' || row.contact_id === object.id);
  return parts(
    object,
    type,
    rows.map(({ own, ...shared }) => ({ ...shared, ...own })),
  );
}

function parts(owner: SearchObject, type: string, rows: readonly object[]): SearchObject[] {
  return rows.map((row) => ({ type, id: '', leadId: owner.leadId, fields: { ...row }, render: () => row }));
}

/** The texts of an object that a text search covers. */
export function textsOf(data: OrganizationData, object: SearchObject): string[] {
  const own = ['name', 'display_name', 'description', 'title', 'url', 'note'].map(
    (name) => object.fields[name],
  );
  const custom = Object.entries(object.fields).flatMap(([name, value]) =>
    name.startsWith('custom.') ? value : [],
  );
  const contacts = contactsOf(data, object).flatMap(({ name, emails, phones }) => [
    name,
    ...emails.map(({ email }) => email),
    ...phones.map(({ phone }) => phone),
  ]);
  return [...own, ...custom, ...contacts].filter((value) => typeof value === 'string');
}
