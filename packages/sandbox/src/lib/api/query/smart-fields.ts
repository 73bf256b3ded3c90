import { sumOf } from '../../base/group-by.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import { compareText } from '../../model/sorted-rows.ts';
import { annualize } from '../render/records.ts';
import { meaningsOf } from './aliases.ts';
import { kindOf, ownField } from './kinds.ts';
import { memberOf } from './row-query.ts';
import type { Field } from './row-query.ts';
import { objectKinds } from './object-kinds.ts';

/** The values of some fields, of which a row must have one each. */
type Only = Readonly<Record<string, readonly unknown[]>>;

interface Part {
  readonly type: string;
  readonly only: Only;
}

const incoming = { direction: ['inbound', 'incoming'] };
const outgoing = { direction: ['outbound', 'outgoing'] };
const messages = { incoming, outgoing, received: incoming, sent: { ...outgoing, status: ['sent'] } };
const tasks = { open: { is_complete: [false] }, completed: { is_complete: [true] } };

function each(field: string, ...values: string[]): Record<string, Only> {
  return Object.fromEntries(values.map((value) => [value, { [field]: [value] }]));
}

const words: Readonly<Record<string, Record<string, Only>>> = {
  call: { incoming, outgoing, missed: { ...incoming, disposition: ['no-answer', 'vm-left'] } },
  email: messages,
  sms: messages,
  meeting: each('status', 'completed', 'canceled', 'upcoming'),
  task: tasks,
  opportunity: each('status_type', 'active', 'won', 'lost'),
};

/** The types of objects that the names of smart fields call by other nouns. */
const nouns: Readonly<Record<string, string>> = {
  contact_phone: 'phone_number',
  contact_email: 'email_address',
  contact_url: 'url',
};

/** The rows that `call`, `missed_call` and so on name. */
const parts = new Map<string, Part>();
for (const { type } of objectKinds.filter((kind) => kind.type !== 'lead' && kind.type !== 'custom_object')) {
  const noun = nouns[type] ?? type.replace(/^activity\.|^#/, '');
  parts.set(noun, { type, only: {} });
  for (const [word, only] of Object.entries(words[noun] ?? {})) parts.set(`${word}_${noun}`, { type, only });
}
const byPlural = new Map([...parts].map(([name, part]) => [pluralOf(name), part]));
// The longest first: `email_address` before `email`.
const longestFirst = [...parts].toSorted(([a], [b]) => b.length - a.length);

function pluralOf(name: string): string {
  return name.endsWith('sms') ? name : `${name.replace(/y$/, 'ie').replace(/s$/, 'se')}s`;
}

/** A computed field of leads, by the parts of its name: a count, a part of the first or last object, or a sum. */
export function smartField(name: string): Field | undefined {
  const [, prefix, rest = ''] = /^(num|first|last|next_task|primary_opportunity)_(.+)$/.exec(name) ?? [];
  switch (prefix) {
    case 'num':
      return countField(rest);
    case 'first':
    case 'last': {
      const [noun = '', part] = longestFirst.find(([item]) => `${rest}_`.startsWith(`${item}_`)) ?? [];
      return part && edgeField(part, prefix, { attribute: rest.slice(noun.length + 1) });
    }
    case 'next_task':
      return edgeField({ type: 'task', only: tasks.open }, 'first', { attribute: rest, by: 'due_date' });
    case 'primary_opportunity':
      return edgeField({ type: 'opportunity', only: {} }, 'last', { attribute: rest });
    default:
      return name === 'times_communicated' ? countField('communications') : amountField(name);
  }
}

/** `calls`, `missed_calls`, `won_opportunities` and so on. */
function countField(plural: string): Field | undefined {
  const part = byPlural.get(plural);
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
  const rows = rowsOf(part);
  const read = (lead: object, data: OrganizationData): unknown => {
    const row = edgeOf(rows(lead, data), edge, date);
    return row === undefined ? null : field?.read(row, data);
  };
  return field && { type: field.type, read };
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
  return dated.toSorted((a, b) => compareText(a.at, b.at)).at(edge === 'first' ? 0 : -1)?.row;
}

const sum = (values: readonly number[]): number => sumOf(values, (value) => value);
const amounts: Readonly<Record<string, (values: readonly number[]) => number>> = {
  total: sum,
  avg: (values) => sum(values) / values.length,
  min: (values) => Math.min(...values),
  max: (values) => Math.max(...values),
};

const amountPattern =
  /^(avg|min|max|total)_(annual|annualized|monthly|one_time)_(?:(active|won|lost)_)?opportunity_value$/;

/** `avg_annualized_won_opportunity_value` and its 63 siblings, in cents. */
function amountField(name: string): Field | undefined {
  const [, amount = '', period, status] = amountPattern.exec(name) ?? [];
  const amountOf = amounts[amount];
  const read = (lead: object, data: OrganizationData): number | null => {
    const values = data.opportunities
      .ofLead(String(memberOf(lead, 'id')))
      .filter((row) => status === undefined || data.opportunityStatuses.get(row.status_id)?.type === status)
      .filter((row) => period === 'annualized' || row.value_period === period)
      .flatMap((row) => (period === 'annualized' ? annualize(row, row.value) : row.value) ?? []);
    return values.length === 0 && amount !== 'total' ? null : (amountOf?.(values) ?? null);
  };
  return amountOf && { type: 'number', read };
}
