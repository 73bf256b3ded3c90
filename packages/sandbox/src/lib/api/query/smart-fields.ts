import type { OrganizationData } from '../../model/organization-data.ts';
import type { OpportunityRow } from '../../model/rows/opportunity-row.ts';
import { annualize } from '../render/opportunity.ts';
import { kindOf, ownField } from './kinds.ts';
import { memberOf } from './object-kind.ts';
import type { Field } from './object-kind.ts';

/** A noun in the names of smart fields: the type that it names, and the words that can stand before it. */
const nouns: Readonly<Record<string, readonly [type: string, qualifiers: string, plural?: string]>> = {
  call: ['activity.call', 'incoming outgoing missed'],
  email: ['activity.email', 'incoming outgoing received sent'],
  sms: ['activity.sms', 'incoming outgoing received sent', 'sms'],
  meeting: ['activity.meeting', 'completed canceled upcoming'],
  note: ['activity.note', ''],
  task: ['task', 'completed open'],
  contact: ['contact', ''],
  opportunity: ['opportunity', 'active won lost', 'opportunities'],
  address: ['address', '', 'addresses'],
  phone_number: ['contact_phone', ''],
  email_address: ['contact_email', '', 'email_addresses'],
  url: ['contact_url', ''],
  custom_activity: ['activity.custom_activity', '', 'custom_activities'],
  lead_status_change: ['activity.lead_status_change', ''],
  opportunity_status_change: ['activity.opportunity_status_change', ''],
  communication: ['any communication', ''],
  activity: ['any activity', '', 'activities'],
};

const isOneOf =
  (name: string, ...values: unknown[]) =>
  (row: object): boolean =>
    values.includes(memberOf(row, name));
const isIncoming = isOneOf('direction', 'inbound', 'incoming');
const isOutgoing = isOneOf('direction', 'outbound', 'outgoing');
const isOpen = isOneOf('is_complete', false);

const qualifiers: Readonly<Record<string, (row: object) => boolean>> = {
  incoming: isIncoming,
  received: isIncoming,
  outgoing: isOutgoing,
  sent: (row) => isOutgoing(row) && isOneOf('status', 'sent')(row),
  missed: (row) => isIncoming(row) && isOneOf('disposition', 'no-answer', 'vm-left')(row),
  completed: (row) => isOneOf('status', 'completed')(row) || isOneOf('is_complete', true)(row),
  canceled: isOneOf('status', 'canceled'),
  upcoming: isOneOf('status', 'upcoming'),
  open: isOpen,
};

/** The field that an attribute of a name means; any other is the field of that name. */
const attributes: ReadonlyMap<string, readonly string[]> = new Map([
  ['', ['activity_at', 'date_created']],
  ['date', ['activity_at', 'date', 'date_created']],
  ['created', ['date_created']],
  ['user', ['user_id', 'assigned_to', 'created_by']],
  ['type', ['_type']],
  ['text', ['text', 'note', 'subject', 'title']],
  ['status', ['status_label', 'new_status_label', 'status']],
]);

const qualifierNames = Object.keys(qualifiers).join('|');
// The longest first: `email_address` before `email`.
const nounNames = Object.keys(nouns).toSorted((a, b) => b.length - a.length);
const edgePattern = new RegExp(`^(?:(${qualifierNames})_)?(${nounNames.join('|')})(?:_(\\w+))?$`);
const countPattern = new RegExp(`^(?:(${qualifierNames})_)?(\\w+)$`);

type Pick = (rows: readonly object[]) => object | undefined;
type RowsOf = (lead: object, data: OrganizationData) => readonly object[];

/** A computed field of leads, by the parts of its name: a count, a part of the first or last object, or a sum. */
export function smartField(name: string): Field | undefined {
  const [, prefix, rest = ''] =
    /^(num|times|first|last|next_task|primary_opportunity)_(.+)$/.exec(name) ?? [];
  switch (prefix) {
    case 'num':
      return countField(rest);
    case 'times':
      return rest === 'communicated' ? countField('communications') : undefined;
    case 'first':
    case 'last':
      return edgeField(prefix, rest);
    case 'next_task':
      return partField('task', rest, { pick: (tasks) => edgeOf('first', tasks.filter(isOpen), 'due_date') });
    case 'primary_opportunity':
      return partField('opportunity', rest, { pick: (rows) => edgeOf('last', rows, 'date_created') });
    default:
      return amountField(name);
  }
}

/** `calls`, `missed_calls`, `won_opportunities` and so on. */
function countField(name: string): Field | undefined {
  const [, qualifier, plural] = countPattern.exec(name) ?? [];
  const noun = nounNames.find((word) => (nouns[word]?.[2] ?? `${word}s`) === plural);
  const rowsOf = qualifiedRows(noun ?? '', qualifier);
  return rowsOf && { type: 'number', isCount: true, read: (row, data) => rowsOf(row, data).length };
}

/** `call`, `call_date`, `incoming_email_user` and so on. */
function edgeField(edge: 'first' | 'last', name: string): Field | undefined {
  const [, qualifier, noun = '', attribute = ''] = edgePattern.exec(name) ?? [];
  const rowsOf = qualifiedRows(noun, qualifier);
  const by = kindOf(nouns[noun]?.[0] ?? '')?.fields['activity_at'] ? 'activity_at' : 'date_created';
  return rowsOf && partField(noun, attribute, { pick: (rows) => edgeOf(edge, rows, by), rowsOf });
}

/** The rows of a lead that a noun names; `undefined` if the words do not fit together. */
function qualifiedRows(noun: string, qualifier: string | undefined): RowsOf | undefined {
  const [type = '', allowed = ''] = (Object.hasOwn(nouns, noun) && nouns[noun]) || [];
  const kind = kindOf(type);
  if (kind === undefined) return undefined;
  const rowsOf: RowsOf = (lead, data) => kind.ofLead(data, String(memberOf(lead, 'id')));
  if (qualifier === undefined) return rowsOf;
  const isMeant = qualifiers[qualifier];
  if (isMeant === undefined || !allowed.split(' ').includes(qualifier)) return undefined;
  return (lead, data) => rowsOf(lead, data).filter(isMeant);
}

/** A field of one of the rows that belong to a lead. */
function partField(
  type: string,
  attribute: string,
  { pick, rowsOf = qualifiedRows(type, undefined) }: { pick: Pick; rowsOf?: RowsOf | undefined },
): Field | undefined {
  const kind = kindOf(nouns[type]?.[0] ?? type);
  const names = attributes.get(attribute) ?? [attribute];
  const field = names.map((name) => kind && ownField(kind, name)).find((item) => item !== undefined);
  return (
    field &&
    rowsOf && {
      type: field.type,
      read: (lead, data) => {
        const part = pick(rowsOf(lead, data));
        return part === undefined ? null : field.read(part, data);
      },
    }
  );
}

/** The first or last row by a date. */
function edgeOf(edge: 'first' | 'last', rows: readonly object[], by: string): object | undefined {
  const dated = rows.map((row) => ({ row, at: memberOf(row, by) }));
  const known = dated.filter((item): item is { row: object; at: string } => typeof item.at === 'string');
  const isBefore = (a: string, b: string): boolean => (edge === 'first' ? a < b : a >= b);
  return known.reduce<(typeof known)[number] | undefined>(
    (best, item) => (best === undefined || isBefore(item.at, best.at) ? item : best),
    undefined,
  )?.row;
}

const amounts: Readonly<Record<string, (values: readonly number[]) => number | null>> = {
  total: sum,
  avg: (values) => (values.length === 0 ? null : sum(values) / values.length),
  min: (values) => (values.length === 0 ? null : Math.min(...values)),
  max: (values) => (values.length === 0 ? null : Math.max(...values)),
};

/** `avg_annualized_won_opportunity_value` and its 63 siblings, in cents. */
function amountField(name: string): Field | undefined {
  const [, amount = '', period, status] =
    /^(avg|min|max|total)_(annual|annualized|monthly|one_time)_(?:(active|won|lost)_)?opportunity_value$/.exec(
      name,
    ) ?? [];
  const amountOf = amounts[amount];
  if (amountOf === undefined) return undefined;
  return {
    type: 'number',
    read: (lead, data) => {
      const rows = data.opportunities
        .ofLead(String(memberOf(lead, 'id')))
        .filter((row) => status === undefined || typeOf(row, data) === status)
        .filter((row) => period === 'annualized' || row.value_period === period);
      return amountOf(
        rows.flatMap((row) => (period === 'annualized' ? annualize(row, row.value) : row.value) ?? []),
      );
    },
  };
}

function typeOf(row: OpportunityRow, data: OrganizationData): string | undefined {
  return data.opportunityStatuses.get(row.status_id)?.type;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
