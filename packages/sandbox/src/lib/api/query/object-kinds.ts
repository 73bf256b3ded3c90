import { activityObjectType } from '../../model/rows/record-rows.ts';
import type { ActivityRow, ActivityType, AddressRow, ContactRow } from '../../model/rows/record-rows.ts';
import type { EmailRow, LeadRow, OpportunityRow, PhoneRow, PlainRow } from '../../model/rows/record-rows.ts';
import type { TaskRow, UrlRow } from '../../model/rows/record-rows.ts';
import { sortedRows } from '../base/order-rows.ts';
import { annualize, contactDisplayName, expectedValue, leadDisplayName } from '../render/records.ts';
import { renderContact, renderLead, renderOpportunity } from '../render/records.ts';
import { tableOf } from '../base/resource.ts';
import { customObjects } from '../resources/work-resources.ts';
import { fieldsOf } from './row-query.ts';
import type { Field, ObjectKind } from './row-query.ts';

const authored = 'id date_created date_updated created_by updated_by';

export const leadKind: ObjectKind<LeadRow> = {
  type: 'lead',
  fields: {
    ...fieldsOf(`${authored} name description url status_id source`),
    display_name: { type: 'text', read: (row, data) => leadDisplayName(data, row) },
    status_label: { type: 'exact', read: (row, data) => data.leadStatuses.get(row.status_id)?.label },
    addresses_count: count(({ addresses }) => addresses.length),
    all_urls_count: {
      type: 'number',
      read: ({ id, url }, data) =>
        (url === null ? 0 : 1) + data.contacts.ofLead(id).flatMap(({ urls }) => urls).length,
    },
  },
  textTypes: ['contact', 'contact_email', 'contact_phone'],
  rows: ({ leads }, order) => sortedRows(leads, order),
  ofLead: ({ leads }, leadId) => [leads.get(leadId)].filter((row) => row !== undefined),
  render: renderLead,
};

const contactKind: ObjectKind<ContactRow> = {
  type: 'contact',
  fields: {
    ...fieldsOf(`${authored} lead_id name title timezone`),
    display_name: { type: 'text', read: contactDisplayName },
    emails_count: count(({ emails }) => emails.length),
    phones_count: count(({ phones }) => phones.length),
    urls_count: count(({ urls }) => urls.length),
  },
  textTypes: ['contact_email', 'contact_phone'],
  rows: ({ contacts }, order) => sortedRows(contacts, order),
  ofLead: ({ contacts }, leadId) => contacts.ofLead(leadId),
  ofContact: (contact) => [contact],
  render: renderContact,
};

export const opportunityKind: ObjectKind<OpportunityRow> = {
  type: 'opportunity',
  fields: {
    ...fieldsOf(
      `${authored} lead_id contact_id user_id status_id value value_period confidence note date_won date_lost`,
    ),
    status_label: ofStatus('label'),
    status_type: ofStatus('type'),
    pipeline_id: ofStatus('pipeline_id'),
    expected_value: { type: 'number', read: expectedValue },
    annualized_value: { type: 'number', read: (row) => annualize(row, row.value) },
    annualized_expected_value: { type: 'number', read: (row) => annualize(row, expectedValue(row)) },
  },
  rows: ({ opportunities }, order) => sortedRows(opportunities, order),
  ofLead: ({ opportunities }, leadId) => opportunities.ofLead(leadId),
  render: renderOpportunity,
};

const addressKind: ObjectKind<AddressRow> = {
  type: 'address',
  fields: {
    ...fieldsOf('label address_1 address_2 city state zipcode country'),
    location: { type: 'text', read: (row) => Object.values(row).filter(Boolean).join(' ') },
  },
  ofLead: ({ leads }, leadId) => leads.get(leadId)?.addresses ?? [],
};

const taskKind: ObjectKind<TaskRow> = {
  type: 'task',
  fields: fieldsOf(
    `${authored} _type lead_id contact_id assigned_to text date due_date is_complete is_dateless priority`,
  ),
  ofLead: ({ tasks }, leadId) => tasks.ofLead(leadId),
};

const customObjectKind: ObjectKind<PlainRow> = {
  type: 'custom_object',
  fields: fieldsOf(`${authored} lead_id custom_object_type_id name`),
  rows: (data, order) => sortedRows(tableOf(data, customObjects), order),
  ofLead: (data, leadId) => tableOf(data, customObjects).ofLead(leadId),
  render: (_data, row) => row,
};

const changed = 'old_status_id old_status_label new_status_id new_status_label opportunity_id';

/** Every kind of objects. The last two are groups, which the search grammar has no names for. */
export const objectKinds: readonly ObjectKind[] = [
  leadKind,
  contactKind,
  contactPart<EmailRow>('contact_email', 'email type is_unsubscribed', ({ emails }) => emails),
  contactPart<PhoneRow>('contact_phone', 'phone type', ({ phones }) => phones),
  contactPart<UrlRow>('contact_url', 'url type', ({ urls }) => urls),
  addressKind,
  opportunityKind,
  taskKind,
  customObjectKind,
  activityKind('direction status disposition source call_method duration note phone', ['Call']),
  activityKind('direction status subject body_text sender to date_sent thread_id template_id', ['Email']),
  activityKind('direction status text date_sent', ['SMS']),
  activityKind('title note', ['Note']),
  activityKind('status title note user_note location duration starts_at ends_at', ['Meeting']),
  activityKind('custom_activity_type_id status', ['CustomActivity']),
  activityKind(changed, ['LeadStatusChange']),
  activityKind(changed, ['OpportunityStatusChange']),
  activityKind('direction status', ['Call', 'Email', 'SMS', 'WhatsAppMessage'], '#communication'),
  { ...activityKind('user_id', [], '#activity'), ofLead: ({ activities }, id) => activities.ofLead(id) },
];

function contactPart<T extends object>(
  type: string,
  names: string,
  partsOf: (contact: ContactRow) => readonly T[],
): ObjectKind<T> {
  return {
    type,
    fields: fieldsOf(names),
    ofLead: ({ contacts }, leadId) => contacts.ofLead(leadId).flatMap(partsOf),
    ofContact: partsOf,
  };
}

/** `activity.custom_activity` and so on, unless the kinds are a group of their own type. */
function activityKind(
  names: string,
  kinds: readonly ActivityType[],
  type = kinds.map(activityObjectType).join(),
): ObjectKind<ActivityRow> {
  return {
    type,
    fields: fieldsOf(`${authored} _type lead_id contact_id user_id activity_at ${names}`),
    ofLead: ({ activities }, leadId) =>
      activities.ofLead(leadId).filter(({ _type: kind }) => kinds.includes(kind)),
  };
}

function ofStatus(name: 'label' | 'type' | 'pipeline_id'): Field<OpportunityRow> {
  return { type: 'exact', read: (row, data) => data.opportunityStatuses.get(row.status_id)?.[name] };
}

function count<T extends object>(read: (row: T) => number): Field<T> {
  return { type: 'number', isCount: true, read };
}
