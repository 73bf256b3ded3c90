import type { AddressRow, LeadRow } from '../../model/rows/lead-row.ts';
import type { ContactRow, EmailRow, PhoneRow, UrlRow } from '../../model/rows/contact-row.ts';
import type { OpportunityRow } from '../../model/rows/opportunity-row.ts';
import type { PlainRow } from '../../model/rows/plain-row.ts';
import type { TaskRow } from '../../model/rows/task-row.ts';
import { contactDisplayName, renderContact } from '../render/contact.ts';
import { leadDisplayName, renderLead } from '../render/lead.ts';
import { annualize, expectedValue, renderOpportunity } from '../render/opportunity.ts';
import { tableOf } from '../resources/resource.ts';
import { customObjects } from '../resources/work-resources.ts';
import { plainFields } from './object-kind.ts';
import type { Field, ObjectKind } from './object-kind.ts';

/** The fields of every record with an author. */
export const authoredFields: Readonly<Record<string, Field>> = plainFields({
  exact: 'id',
  date: 'date_created date_updated',
  user: 'created_by updated_by',
});

/** Leads. */
export const leadKind: ObjectKind<LeadRow> = {
  type: 'lead',
  fields: {
    ...authoredFields,
    ...plainFields({ text: 'name description url', exact: 'status_id source' }),
    display_name: { type: 'text', read: (row, data) => leadDisplayName(data, row) },
    status_label: { type: 'exact', read: (row, data) => data.leadStatuses.get(row.status_id)?.label },
    addresses_count: count(({ addresses }) => addresses.length),
    all_urls_count: {
      type: 'number',
      read: (row, data) =>
        (row.url === null ? 0 : 1) + data.contacts.ofLead(row.id).flatMap(({ urls }) => urls).length,
    },
  },
  customFields: ({ customFields }) => customFields.lead,
  textTypes: ['contact', 'contact_email', 'contact_phone'],
  all: ({ leads }) => leads.all(),
  ofLead: ({ leads }, leadId) => listOf(leads.get(leadId)),
  leadIdOf: ({ id }) => id,
  render: renderLead,
};

const contactKind: ObjectKind<ContactRow> = {
  type: 'contact',
  fields: {
    ...authoredFields,
    ...plainFields({ text: 'name title', exact: 'lead_id timezone' }),
    display_name: { type: 'text', read: contactDisplayName },
    emails_count: count(({ emails }) => emails.length),
    phones_count: count(({ phones }) => phones.length),
    urls_count: count(({ urls }) => urls.length),
  },
  customFields: ({ customFields }) => customFields.contact,
  textTypes: ['contact_email', 'contact_phone'],
  all: ({ contacts }) => contacts.all(),
  ofLead: ({ contacts }, leadId) => contacts.ofLead(leadId),
  ofContact: (_data, contact) => [contact],
  leadIdOf: ({ lead_id }) => lead_id,
  render: (_data, row) => renderContact(row),
};

const emailKind = contactPart<EmailRow>('contact_email', ({ emails }) => emails, {
  text: 'email',
  exact: 'type',
  boolean: 'is_unsubscribed',
});
const phoneKind = contactPart<PhoneRow>('contact_phone', ({ phones }) => phones, {
  text: 'phone',
  exact: 'type',
});
const urlKind = contactPart<UrlRow>('contact_url', ({ urls }) => urls, { text: 'url', exact: 'type' });

const addressKind: ObjectKind<AddressRow> = {
  type: 'address',
  fields: {
    ...plainFields({ text: 'address_1 address_2 city state zipcode country', exact: 'label' }),
    location: { type: 'text', read: (row) => Object.values(row).filter(Boolean).join(' ') },
  },
  ofLead: ({ leads }, leadId) => leads.get(leadId)?.addresses ?? [],
};

/** Opportunities. */
export const opportunityKind: ObjectKind<OpportunityRow> = {
  type: 'opportunity',
  fields: {
    ...authoredFields,
    ...plainFields({
      text: 'note',
      exact: 'lead_id contact_id status_id value_period',
      number: 'value confidence',
      date: 'date_won date_lost',
      user: 'user_id',
    }),
    status_label: ofStatus('label'),
    status_type: ofStatus('type'),
    pipeline_id: ofStatus('pipeline_id'),
    expected_value: { type: 'number', read: expectedValue },
    annualized_value: { type: 'number', read: (row) => annualize(row, row.value) },
    annualized_expected_value: { type: 'number', read: (row) => annualize(row, expectedValue(row)) },
  },
  customFields: ({ customFields }) => customFields.opportunity,
  all: ({ opportunities }) => opportunities.all(),
  ofLead: ({ opportunities }, leadId) => opportunities.ofLead(leadId),
  ofContact: ({ opportunities }, { id, lead_id }) =>
    opportunities.ofLead(lead_id).filter(({ contact_id }) => contact_id === id),
  leadIdOf: ({ lead_id }) => lead_id,
  render: renderOpportunity,
};

const taskKind: ObjectKind<TaskRow> = {
  type: 'task',
  fields: {
    ...authoredFields,
    ...plainFields({
      text: 'text',
      exact: '_type lead_id contact_id priority',
      date: 'date due_date',
      boolean: 'is_complete is_dateless',
      user: 'assigned_to',
    }),
  },
  ofLead: ({ tasks }, leadId) => tasks.ofLead(leadId),
  ofContact: ({ tasks }, { id, lead_id }) =>
    tasks.ofLead(lead_id).filter(({ contact_id }) => contact_id === id),
  leadIdOf: ({ lead_id }) => lead_id,
};

const customObjectKind: ObjectKind<PlainRow> = {
  type: 'custom_object',
  fields: {
    ...authoredFields,
    ...plainFields({ text: 'name', exact: 'lead_id custom_object_type_id' }),
  },
  customFields: ({ customTypes }) =>
    customTypes.filter(({ kind }) => kind === 'custom_object').flatMap(({ fields }) => fields),
  all: (data) => tableOf(data, customObjects).all(),
  ofLead: (data, leadId) => tableOf(data, customObjects).ofLead(leadId),
  leadIdOf: ({ lead_id }) => lead_id ?? '',
  render: (_data, row) => row,
};

/** Every kind of records, activities apart. */
export const recordKinds: readonly ObjectKind[] = [
  leadKind,
  contactKind,
  emailKind,
  phoneKind,
  urlKind,
  addressKind,
  opportunityKind,
  taskKind,
  customObjectKind,
];

function contactPart<T extends object>(
  type: string,
  partsOf: (contact: ContactRow) => readonly T[],
  names: Parameters<typeof plainFields>[0],
): ObjectKind<T> {
  return {
    type,
    fields: plainFields(names),
    ofLead: ({ contacts }, leadId) => contacts.ofLead(leadId).flatMap(partsOf),
    ofContact: (_data, contact) => partsOf(contact),
  };
}

function ofStatus(name: 'label' | 'type' | 'pipeline_id'): Field<OpportunityRow> {
  return { type: 'exact', read: (row, data) => data.opportunityStatuses.get(row.status_id)?.[name] };
}

function count<T extends object>(read: (row: T) => number): Field<T> {
  return { type: 'number', isCount: true, read };
}

function listOf<T>(row: T | undefined): readonly T[] {
  return row === undefined ? [] : [row];
}
