import type { LeadRow } from '../../model/rows/lead-row.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import { contactDisplayName } from '../render/contact.ts';
import { leadDisplayName } from '../render/lead.ts';
import { momentOf } from '../base/filter-rows.ts';
import { newestFirst } from '../base/list-page.ts';
import { orderRows } from '../base/order-rows.ts';
import { readLeadQuery } from './read-lead-query.ts';
import type { LeadQuery, LeadTerm } from './read-lead-query.ts';

type Test = (lead: LeadRow) => boolean;

/** Finds leads by Close's legacy query syntax, in the order of `sort:field`. Default: newest first. */
export function findLeads(data: OrganizationData, text: string): LeadRow[] {
  let sort: string | null = null;
  const test = toTest(readLeadQuery(text), (term) => {
    if (term.field !== 'sort') return termTest(data, term);
    sort = term.values[0] ?? null;
    return () => true;
  });
  const found = newestFirst(data.leads.all()).filter(test);
  return orderRows(found, sortKey(sort), {
    date_created: (lead) => lead.date_created,
    date_updated: (lead) => lead.date_updated,
    name: (lead) => leadDisplayName(data, lead).toLowerCase(),
    display_name: (lead) => leadDisplayName(data, lead).toLowerCase(),
  });
}

function sortKey(sort: string | null): string | null {
  return sort === null ? null : sort.replace(/^(-?)(created|updated)$/, '$1date_$2');
}

function toTest(query: LeadQuery, ofTerm: (term: LeadTerm) => Test): Test {
  switch (query.type) {
    case 'term':
      return ofTerm(query);
    case 'not': {
      const test = toTest(query.part, ofTerm);
      return (lead) => !test(lead);
    }
    case 'and': {
      const tests = query.parts.map((part) => toTest(part, ofTerm));
      return (lead) => tests.every((test) => test(lead));
    }
    default: {
      const tests = query.parts.map((part) => toTest(part, ofTerm));
      return (lead) => tests.some((test) => test(lead));
    }
  }
}

function termTest(data: OrganizationData, { field, operator, values }: LeadTerm): Test {
  const tests = values.map((value) =>
    field === undefined ? anywhere(data, value) : inField(data, { value, operator }, field),
  );
  return (lead) => tests.some((test) => test(lead));
}

function anywhere(data: OrganizationData, value: string): Test {
  return (lead) => textsOf(data, lead).some((text) => text.includes(value));
}

function inField(
  data: OrganizationData,
  { value, operator }: { value: string; operator: string },
  field: string,
): Test {
  switch (field) {
    case 'status':
    case 'status_label':
    case 'lead_status':
      return (lead) => data.leadStatuses.get(lead.status_id)?.label.toLowerCase() === value;
    case 'status_id':
    case 'lead_status_id':
      return (lead) => lead.status_id.toLowerCase() === value;
    case 'id':
    case 'lead_id':
      return (lead) => lead.id.toLowerCase() === value;
    case 'name':
    case 'lead_name':
    case 'company':
      return (lead) => leadDisplayName(data, lead).toLowerCase().includes(value);
    case 'date_created':
    case 'created':
      return (lead) => compareMoments(lead.date_created, operator, value);
    case 'date_updated':
    case 'updated':
      return (lead) => compareMoments(lead.date_updated, operator, value);
    default:
      if (field.startsWith('custom.')) return (lead) => customTexts(data, lead, field).includes(value);
      return (lead) => contactTexts(data, lead, field).some((text) => text.includes(value));
  }
}

/** The values of a custom field, which a query names by id or name. */
function customTexts(data: OrganizationData, lead: LeadRow, field: string): string[] {
  const wanted = field.slice('custom.'.length);
  const found = data.customFields.lead.find(
    ({ id, name }) => id.toLowerCase() === wanted || name.toLowerCase() === wanted,
  );
  const value = found && lead[`custom.${found.id}`];
  return [value ?? []].flat().map((item) => String(item).toLowerCase());
}

function contactTexts(data: OrganizationData, lead: LeadRow, field: string): string[] {
  const contacts = data.contacts.ofLead(lead.id);
  if (field.startsWith('email'))
    return contacts.flatMap(({ emails }) => emails.map(({ email }) => email.toLowerCase()));
  if (field.startsWith('phone')) return contacts.flatMap(({ phones }) => phones.map(({ phone }) => phone));
  if (field.startsWith('contact'))
    return contacts.map((contact) => contactDisplayName(contact).toLowerCase());
  return [];
}

function textsOf(data: OrganizationData, lead: LeadRow): string[] {
  const contacts = data.contacts.ofLead(lead.id);
  const texts = [
    lead.name ?? '',
    lead.url ?? '',
    lead.description ?? '',
    data.leadStatuses.get(lead.status_id)?.label ?? '',
    ...contacts.flatMap(({ name, title, emails, phones }) => [
      name ?? '',
      title ?? '',
      ...emails.map(({ email }) => email),
      ...phones.map(({ phone }) => phone),
    ]),
  ];
  return texts.map((text) => text.toLowerCase());
}

function compareMoments(value: string, operator: string, wanted: string): boolean {
  const difference = momentOf(value) - momentOf(wanted.toUpperCase());
  switch (operator) {
    case '>':
      return difference > 0;
    case '>=':
      return difference >= 0;
    case '<':
      return difference < 0;
    case '<=':
      return difference <= 0;
    default:
      return value.startsWith(wanted);
  }
}
