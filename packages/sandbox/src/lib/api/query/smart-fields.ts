import type { OrganizationData } from '../../model/organization-data.ts';
import { annualize } from '../render/opportunity.ts';
import { meaningsOf } from './aliases.ts';
import { kindOf, ownField } from './kinds.ts';
import { memberOf } from './object-kind.ts';
import type { Field } from './object-kind.ts';
import { opportunityKind } from './object-kinds.ts';

/** Rows of a lead that have one of the listed values in each field. */
interface Part {
  readonly type: string;
  readonly only: Readonly<Record<string, readonly unknown[]>>;
}

const incoming = { direction: ['inbound', 'incoming'] };
const outgoing = { direction: ['outbound', 'outgoing'] };
const messages = { incoming, outgoing, received: incoming, sent: { ...outgoing, status: ['sent'] } };

/** Words that are values of one field. */
function each(field: string, ...values: string[]): Record<string, Part['only']> {
  return Object.fromEntries(values.map((value) => [value, { [field]: [value] }]));
}

/** The nouns in the names of smart fields, with the words that can stand before them. */
const nouns: readonly (readonly [
  noun: string,
  plural: string,
  type: string,
  words?: Record<string, Part['only']>,
])[] = [
  [
    'call',
    'calls',
    'activity.call',
    { incoming, outgoing, missed: { ...incoming, disposition: ['no-answer', 'vm-left'] } },
  ],
  ['email', 'emails', 'activity.email', messages],
  ['sms', 'sms', 'activity.sms', messages],
  ['meeting', 'meetings', 'activity.meeting', each('status', 'completed', 'canceled', 'upcoming')],
  ['note', 'notes', 'activity.note'],
  ['task', 'tasks', 'task', { open: { is_complete: [false] }, completed: { is_complete: [true] } }],
  ['contact', 'contacts', 'contact'],
  ['opportunity', 'opportunities', 'opportunity', each('status_type', 'active', 'won', 'lost')],
  ['address', 'addresses', 'address'],
  ['phone_number', 'phone_numbers', 'contact_phone'],
  ['email_address', 'email_addresses', 'contact_email'],
  ['url', 'urls', 'contact_url'],
  ['custom_activity', 'custom_activities', 'activity.custom_activity'],
  ['lead_status_change', 'lead_status_changes', 'activity.lead_status_change'],
  ['opportunity_status_change', 'opportunity_status_changes', 'activity.opportunity_status_change'],
  ['communication', 'communications', '#communication'],
  ['activity', 'activities', '#activity'],
];

const parts = nouns.flatMap(([noun, plural, type, words = {}]) => {
  const qualified = Object.entries(words).map(([word, only]) => ({ before: `${word}_`, only }));
  return [{ before: '', only: {} }, ...qualified].map(({ before, only }) => ({
    singular: before + noun,
    plural: before + plural,
    part: { type, only },
  }));
});
const plurals: ReadonlyMap<string, Part> = new Map(parts.map(({ plural, part }) => [plural, part]));
// The longest first: `email_address` before `email`.
const singulars = parts.toSorted((a, b) => b.singular.length - a.singular.length);

/** A computed field of leads, by the parts of its name: a count, a part of the first or last object, or a sum. */
export function smartField(name: string): Field | undefined {
  const [, prefix, rest = ''] = /^(num|first|last|next_task|primary_opportunity)_(.+)$/.exec(name) ?? [];
  switch (prefix) {
    case 'num':
      return countField(rest);
    case 'first':
    case 'last': {
      const found = singulars.find(({ singular }) => `${rest}_`.startsWith(`${singular}_`));
      return found && edgeField(found.part, prefix, { attribute: rest.slice(found.singular.length + 1) });
    }
    case 'next_task':
      return edgeField({ type: 'task', only: { is_complete: [false] } }, 'first', {
        attribute: rest,
        by: 'due_date',
      });
    case 'primary_opportunity':
      return edgeField({ type: 'opportunity', only: {} }, 'last', { attribute: rest });
    default:
      return name === 'times_communicated' ? countField('communications') : amountField(name);
  }
}

/** `calls`, `missed_calls`, `won_opportunities` and so on. */
function countField(name: string): Field | undefined {
  const part = plurals.get(name);
  const read = part && rowsOf(part);
  return read && { type: 'number', isCount: true, read: (row, data) => read(row, data).length };
}

/** A field of the first or last row of a part; without an attribute, its date. */
function edgeField(
  part: Part,
  edge: 'first' | 'last',
  { attribute, by }: { attribute: string; by?: string },
): Field | undefined {
  const kind = kindOf(part.type);
  if (kind === undefined) return undefined;
  const date = by ?? (ownField(kind, 'activity_at') === undefined ? 'date_created' : 'activity_at');
  const names =
    attribute === '' ? [date] : [...meaningsOf(attribute), ...(attribute === 'date' ? [date] : [])];
  const field = names.map((name) => ownField(kind, name)).find((item) => item !== undefined);
  const read = rowsOf(part);
  return (
    field && {
      type: field.type,
      read: (lead, data) => {
        const row = edgeOf(read(lead, data), edge, date);
        return row === undefined ? null : field.read(row, data);
      },
    }
  );
}

function rowsOf({ type, only }: Part): (lead: object, data: OrganizationData) => readonly object[] {
  const kind = kindOf(type);
  const tests = Object.entries(only).map(([name, values]) => ({
    field: kind && ownField(kind, name),
    values,
  }));
  return (lead, data) => {
    const rows = kind?.ofLead(data, String(memberOf(lead, 'id'))) ?? [];
    if (tests.length === 0) return rows;
    return rows.filter((row) => tests.every(({ field, values }) => values.includes(field?.read(row, data))));
  };
}

/** The first or last row by a date. Of equal ones, the last added is the later. */
function edgeOf(rows: readonly object[], edge: 'first' | 'last', by: string): object | undefined {
  const dated = rows.flatMap((row) => {
    const at = memberOf(row, by);
    return typeof at === 'string' ? [{ row, at }] : [];
  });
  const [first] = dated;
  if (first === undefined) return undefined;
  const isBetter = (a: string, b: string): boolean => (edge === 'first' ? a < b : a >= b);
  return dated.reduce((best, item) => (isBetter(item.at, best.at) ? item : best), first).row;
}

/** `avg_annualized_won_opportunity_value` and its 63 siblings, in cents. */
function amountField(name: string): Field | undefined {
  const [, amount, period, status] =
    /^(avg|min|max|total)_(annual|annualized|monthly|one_time)_(?:(active|won|lost)_)?opportunity_value$/.exec(
      name,
    ) ?? [];
  if (amount === undefined) return undefined;
  const isOfStatus = ownField(opportunityKind, 'status_type');
  return {
    type: 'number',
    read: (lead, data) => {
      const values = data.opportunities
        .ofLead(String(memberOf(lead, 'id')))
        .filter((row) => status === undefined || isOfStatus?.read(row, data) === status)
        .filter((row) => period === 'annualized' || row.value_period === period)
        .flatMap((row) => (period === 'annualized' ? annualize(row, row.value) : row.value) ?? []);
      return amountOf(amount, values);
    },
  };
}

function amountOf(amount: string, values: readonly number[]): number | null {
  const total = values.reduce((sum, value) => sum + value, 0);
  if (amount === 'total') return total;
  if (values.length === 0) return null;
  if (amount === 'avg') return total / values.length;
  return amount === 'min' ? Math.min(...values) : Math.max(...values);
}
