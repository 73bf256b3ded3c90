import type { LeadRow } from '../model/lead-row.ts';
import type { OrganizationData } from '../model/organization-data.ts';
import { contactDisplayName } from './render-contact.ts';
import { leadDisplayName } from './render-lead.ts';
import { momentOf } from './filter-rows.ts';
import { newestFirst } from './list-page.ts';
import { orderRows } from './order-rows.ts';

const TERM = /(-?)(?:(\w+)\s*(:|>=|<=|>|<)\s*)?(?:"([^"]*)"|([^\s"]+))/g;

type Test = (lead: LeadRow) => boolean;

/**
 * Finds leads by Close's old query text, as far as apps use it: words and "phrases", `field:value`, a date field with
 * `>` or `<`, `-` or `not` before a term, `sort:field`. All terms must hold. The newest come first.
 */
export function findLeads(data: OrganizationData, text: string): LeadRow[] {
  const terms = readTerms(text);
  const sort = terms.find(({ field }) => field === 'sort')?.value ?? null;
  const tests = terms.filter(({ field }) => field !== 'sort').map((term) => toTest(data, term));
  const found = newestFirst(data.leads.all()).filter((lead) => tests.every((test) => test(lead)));
  return orderRows(found, sort?.replace(/^(-?)(created|updated)$/, '$1date_$2') ?? null, {
    date_created: (lead) => lead.date_created,
    date_updated: (lead) => lead.date_updated,
    name: (lead) => leadDisplayName(data, lead).toLowerCase(),
    display_name: (lead) => leadDisplayName(data, lead).toLowerCase(),
  });
}

interface Term {
  negated: boolean;
  field: string | undefined;
  operator: string;
  value: string;
  isPhrase: boolean;
}

function readTerms(text: string): Term[] {
  const terms: Term[] = [];
  let isAfterNot = false;
  for (const [, minus, field, operator = ':', phrase, word] of text.matchAll(TERM)) {
    const value = (phrase ?? word ?? '').toLowerCase();
    const isWord = field === undefined && phrase === undefined;
    if (isWord && (value === 'and' || value === '*' || value === '')) continue;
    if (isWord && value === 'not') {
      isAfterNot = true;
      continue;
    }
    terms.push({
      negated: minus === '-' || isAfterNot,
      field,
      operator,
      value,
      isPhrase: phrase !== undefined,
    });
    isAfterNot = false;
  }
  return terms;
}

function toTest(data: OrganizationData, term: Term): Test {
  const test =
    term.field === undefined ? anywhere(data, term) : inField(data, term, term.field.toLowerCase());
  return term.negated ? (lead) => !test(lead) : test;
}

function anywhere(data: OrganizationData, { value }: Term): Test {
  return (lead) => textsOf(data, lead).some((text) => text.includes(value));
}

function inField(data: OrganizationData, { value, operator }: Term, field: string): Test {
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
      return (lead) => contactTexts(data, lead, field).some((text) => text.includes(value));
  }
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
