import { noon } from './open-api.ts';

/** A row of the API. */
export type Row = any; // oxlint-disable-line typescript/no-explicit-any -- tests read any member

/** A lead as the API returns it, with all that belongs to it. */
export interface LeadFacts {
  readonly lead: Row;
  readonly tasks: readonly Row[];
  readonly calls: readonly Row[];
  readonly emails: readonly Row[];
  readonly sms: readonly Row[];
  readonly activities: readonly Row[];
}

/** Ids of the organization that queries name. */
export interface Ids {
  readonly user: string;
  readonly industry: string;
  readonly employees: string;
  readonly leadStatus: (label: string) => string;
  readonly won: string;
}

/** A query text, and the same question by other means. */
export interface QueryCase {
  readonly text: string;
  /** The question as a plain loop over the rows of the API. */
  readonly holds: (facts: LeadFacts) => boolean;
  /** The question in the grammar of `POST /data/search/`, if it can be put there. */
  readonly search?: object;
  /** Set if no lead can match. */
  readonly isEmpty?: true;
}

const field = (object_type: string, field_name: string, condition: object): object => ({
  type: 'field_condition',
  field: { type: 'regular_field', object_type, field_name },
  condition,
});
const lead = (name: string, condition: object): object => field('lead', name, condition);
const related = (type: string, query: object): object => ({
  type: 'has_related',
  this_object_type: 'lead',
  related_object_type: type,
  related_query: query,
});
const and = (...queries: object[]): object => ({ type: 'and', queries });
const or = (...queries: object[]): object => ({ type: 'or', queries });
const not = (query: object): object => ({ ...query, negate: true });
const text = (mode: string, value: string): object => ({ type: 'text', mode, value });
const range = (bounds: object): object => ({ type: 'number_range', ...bounds });
const between = (on_or_after: unknown, before: unknown): object => ({
  type: 'moment_range',
  on_or_after,
  before,
});
const utc = (value: string): object => ({ type: 'fixed_utc', value });
const edge = (name: string, which: string): object => ({
  type: 'start_end_of_predefined_relative_period',
  range: name,
  which,
});
const term = (value: string): object => ({ type: 'term', values: [value] });
const isTrue = (value: boolean): object => ({ type: 'boolean', value });
const exists = { type: 'exists' };
const everything = { type: 'match_all' };

const day = (date: string): number => Date.parse(`${date}T00:00:00Z`);
const today = new Date(noon).toISOString().slice(0, 10);
const at = (date: string): number => Date.parse(date);
const emailsOf = ({ lead: row }: LeadFacts): string[] =>
  row.contacts.flatMap(({ emails }: Row) => emails.map(({ email }: Row) => email));
const monthAgo = day('2026-10-23');
const latest = (rows: readonly Row[]): number => Math.max(...rows.map((row) => at(row.activity_at)));
const has = (type: string): object => related(type, everything);

const custom = (id: string, condition: object): object => ({
  type: 'field_condition',
  field: { type: 'custom_field', custom_field_id: id },
  condition,
});
const isPotential = ({ lead: row }: LeadFacts): boolean => row.status_label === 'Potential';
const isEither = ({ lead: row }: LeadFacts): boolean => ['Potential', 'Qualified'].includes(row.status_label);
const hasWon = ({ lead: row }: LeadFacts): boolean =>
  row.opportunities.some(({ status_label: label }: Row) => label === 'Won');
const hasCeo = ({ lead: row }: LeadFacts): boolean =>
  row.contacts.some(({ title }: Row) => /\bceo\b/i.test(title ?? ''));
const all = (): boolean => true;
const thisWeek = ({ lead: row }: LeadFacts): boolean => at(row.date_updated) >= day('2026-11-23');

/** The queries that integrators write, but for those that are refused. */
export function queryCases({ user, industry, employees, leadStatus, won }: Ids): QueryCase[] {
  const potential = lead('status_id', {
    type: 'reference',
    reference_type: 'status.lead',
    object_ids: [leadStatus('Potential')],
  });
  const either = lead('status_id', {
    type: 'reference',
    reference_type: 'status.lead',
    object_ids: [leadStatus('Potential'), leadStatus('Qualified')],
  });
  const finance = custom(industry, term('Finance'));
  const isFinance = ({ lead: row }: LeadFacts): boolean => row[`custom.${industry}`] === 'Finance';
  const wonDeal = related(
    'opportunity',
    field('opportunity', 'status_id', {
      type: 'reference',
      reference_type: 'status.opportunity',
      object_ids: [won],
    }),
  );
  const byUser = lead('created_by', { type: 'current_user' });
  const isByUser = ({ lead: row }: LeadFacts): boolean => row.created_by === user;
  const ceo = related('contact', field('contact', 'title', text('full_words', 'CEO')));
  const hasIndustry = ({ lead: row }: LeadFacts): boolean => row[`custom.${industry}`] !== undefined;
  return [
    { text: 'status:"Potential"', holds: isPotential, search: potential },
    { text: 'lead_status:"Potential"', holds: isPotential, search: potential },
    { text: '"lead_status":"Potential"', holds: isPotential, search: potential },
    { text: 'status_label:"Potential"', holds: isPotential, search: potential },
    { text: `status_id:${leadStatus('Potential')}`, holds: isPotential, search: potential },
    { text: 'not status:"Potential"', holds: (facts) => !isPotential(facts), search: not(potential) },
    { text: '-status:"Potential"', holds: (facts) => !isPotential(facts), search: not(potential) },
    { text: 'status in ("Potential","Qualified")', holds: isEither, search: either },
    { text: 'status not in ("Potential")', holds: (facts) => !isPotential(facts), search: not(potential) },
    { text: 'status:("Potential" or "Qualified")', holds: isEither, search: either },
    {
      text: 'company:a*',
      holds: ({ lead: row }) => /(?<![\p{L}\p{N}])a/iu.test(row.display_name),
      search: lead('display_name', text('beginning_of_words', 'a')),
    },
    {
      text: 'name:"X"',
      holds: ({ lead: row }) => /\bX\b/i.test(row.display_name),
      search: lead('display_name', text('phrase', 'X')),
    },
    { text: 'has:calls', holds: ({ calls }) => calls.length > 0, search: has('activity.call') },
    { text: 'no:calls', holds: ({ calls }) => calls.length === 0, search: not(has('activity.call')) },
    {
      text: 'has:opportunities',
      holds: ({ lead: row }) => row.opportunities.length > 0,
      search: has('opportunity'),
    },
    { text: 'calls > 0', holds: ({ calls }) => calls.length > 0, search: has('activity.call') },
    { text: 'calls:0', holds: ({ calls }) => calls.length === 0, search: not(has('activity.call')) },
    {
      text: 'num_calls > 0',
      holds: ({ calls }) => calls.length > 0,
      search: lead('num_calls', range({ gt: 0 })),
    },
    { text: 'sms_messages > 0', holds: ({ sms }) => sms.length > 0, search: has('activity.sms') },
    {
      text: 'emails > 3',
      holds: ({ emails }) => emails.length > 3,
      search: lead('num_emails', range({ gt: 3 })),
    },
    {
      text: 'call(duration > 60)',
      holds: ({ calls }) => calls.some(({ duration }) => duration > 60),
      search: related('activity.call', field('activity.call', 'duration', range({ gt: 60 }))),
    },
    { text: 'opportunity(status:"Won")', holds: hasWon, search: wonDeal },
    {
      text: 'opportunity(value > 100000)',
      holds: ({ lead: row }) => row.opportunities.some(({ value }: Row) => value > 100_000),
      search: related('opportunity', field('opportunity', 'value', range({ gt: 100_000 }))),
    },
    { text: 'opportunity_status:"Won"', holds: hasWon, search: wonDeal },
    { text: 'contact(title:"CEO")', holds: hasCeo, search: ceo },
    {
      text: 'contacts > 1',
      holds: ({ lead: row }) => row.contacts.length > 1,
      search: lead('num_contacts', range({ gte: 2 })),
    },
    { text: 'title:CEO', holds: hasCeo, search: ceo },
    {
      text: 'email_address:*@example.com',
      holds: (facts) => emailsOf(facts).some((email) => email.endsWith('@example.com')),
    },
    {
      text: 'email:*@*.example',
      holds: (facts) => emailsOf(facts).some((email) => email.endsWith('.example')),
    },
    {
      text: 'phone:*',
      holds: ({ lead: row }) => row.contacts.some(({ phones }: Row) => phones.length > 0),
      search: has('contact_phone'),
    },
    {
      text: 'created:today',
      holds: ({ lead: row }) => row.date_created.startsWith(today),
      search: lead('date_created', between(edge('today', 'start'), edge('today', 'end'))),
    },
    {
      text: 'date_created > 2026-01-01',
      holds: ({ lead: row }) => at(row.date_created) >= day('2026-01-02'),
      search: lead(
        'date_created',
        between({ type: 'fixed_local_date', value: '2026-01-01', which: 'end' }, null),
      ),
    },
    {
      text: 'date_updated>="2026-11-01T00:00" sort:date_updated',
      holds: ({ lead: row }) => at(row.date_updated) >= day('2026-11-01'),
      search: lead('date_updated', between(utc('2026-11-01T00:00:00Z'), null)),
    },
    {
      text: 'updated >= 2026-07-17T08:21:29',
      holds: ({ lead: row }) => at(row.date_updated) >= at('2026-07-17T08:21:29Z'),
      search: lead('date_updated', between(utc('2026-07-17T08:21:29Z'), null)),
    },
    {
      text: 'updated:"this week"',
      holds: thisWeek,
      search: lead('date_updated', between(edge('this-week', 'start'), edge('this-week', 'end'))),
    },
    {
      text: 'last_call < "1 month ago"',
      holds: ({ calls }) => calls.length > 0 && latest(calls) < monthAgo,
      search: lead(
        'last_call_date',
        between(null, {
          type: 'offset',
          direction: 'past',
          moment: { type: 'now' },
          offset: { months: 1 },
          which_day_end: 'start',
        }),
      ),
    },
    {
      text: 'next_task_due < today',
      holds: ({ tasks }) => {
        const open = tasks.filter(
          ({ is_complete: isComplete, due_date: due }) => !isComplete && due !== null,
        );
        return open.some(({ due_date: due }) => at(due) < day(today));
      },
      search: lead('next_task_due_date', between(null, edge('today', 'start'))),
    },
    {
      text: 'task(is_complete:no)',
      holds: ({ tasks }) => tasks.some(({ is_complete: isComplete }) => !isComplete),
      search: related('task', field('task', 'is_complete', isTrue(false))),
    },
    { text: 'has:tasks', holds: ({ tasks }) => tasks.length > 0, search: has('task') },
    { text: 'user:me', holds: isByUser, search: byUser },
    { text: 'created_by:"Robin Avery"', holds: isByUser, search: byUser },
    { text: 'custom.Industry:Finance', holds: isFinance, search: finance },
    { text: '"custom.Industry":"Finance"', holds: isFinance, search: finance },
    { text: 'Industry:Finance', holds: isFinance, search: finance },
    { text: `custom.${industry}:Finance`, holds: isFinance, search: finance },
    {
      text: 'Employees:50..500',
      holds: ({ lead: row }) => {
        const count = row[`custom.${employees}`];
        return count >= 50 && count <= 500;
      },
      search: custom(employees, range({ gte: 50, lte: 500 })),
    },
    { text: 'url:*', holds: ({ lead: row }) => Boolean(row.url), search: lead('url', exists) },
    {
      text: 'description:*',
      holds: ({ lead: row }) => Boolean(row.description),
      search: lead('description', exists),
    },
    {
      text: 'address(city:Berlin)',
      holds: ({ lead: row }) => row.addresses.some(({ city }: Row) => city === 'Berlin'),
      search: related('address', field('address', 'city', text('full_words', 'berlin'))),
    },
    {
      text: 'city:Berlin',
      holds: ({ lead: row }) => row.addresses.some(({ city }: Row) => city === 'Berlin'),
      search: related('address', field('address', 'city', text('phrase', 'Berlin'))),
    },
    {
      text: 'country:US',
      holds: ({ lead: row }) => row.addresses.some(({ country }: Row) => country === 'US'),
      search: related('address', field('address', 'country', text('full_words', 'US'))),
    },
    { text: 'lead_id:x', holds: () => false, search: { type: 'id', value: 'x' }, isEmpty: true },
    { text: 'id:lead_x', holds: () => false, search: { type: 'id', value: 'lead_x' }, isEmpty: true },
    { text: 'sort:-num_emails', holds: all, search: everything },
    { text: 'sort:name', holds: all, search: everything },
    {
      text: 'foo bar',
      holds: ({ lead: row }) => /\bfoo\b/i.test(row.display_name) && /\bbar\b/i.test(row.display_name),
      search: text('full_words', 'bar foo'),
    },
    {
      text: 'times_communicated > 2',
      holds: ({ calls, emails, sms }) => calls.length + emails.length + sms.length > 2,
      search: lead('times_communicated', range({ gt: 2 })),
    },
    { text: 'sort:created', holds: all, search: everything },
    { text: 'sort:updated', holds: all, search: everything },
    { text: '* sort:created', holds: all, search: everything },
    { text: '"custom.Industry":*', holds: hasIndustry, search: custom(industry, exists) },
    {
      text: 'not "custom.Industry":*',
      holds: (facts) => !hasIndustry(facts),
      search: not(custom(industry, exists)),
    },
    {
      text: 'sms(date >= "2026-01-01" date < "2026-02-01" direction:outbound)',
      holds: ({ sms }) =>
        sms.some(
          ({ activity_at: date, direction }) =>
            at(date) >= day('2026-01-01') && at(date) < day('2026-02-01') && direction === 'outbound',
        ),
      search: related(
        'activity.sms',
        and(
          field(
            'activity.sms',
            'activity_at',
            between(utc('2026-01-01T00:00:00Z'), utc('2026-02-01T00:00:00Z')),
          ),
          field('activity.sms', 'direction', term('outbound')),
        ),
      ),
    },
    {
      text: 'has:calls date >= "2026-01-01"',
      holds: ({ calls, activities }) =>
        calls.length > 0 && activities.some(({ activity_at: date }) => at(date) >= day('2026-01-01')),
      search: and(
        has('activity.call'),
        lead('last_activity_date', between(utc('2026-01-01T00:00:00Z'), null)),
      ),
    },
    {
      text: 'opportunity(status:"Won") or has:tasks',
      holds: (facts) => hasWon(facts) || facts.tasks.length > 0,
      search: or(wonDeal, has('task')),
    },
  ];
}
