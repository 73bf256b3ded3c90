import type { ActivityRow, ActivityType } from '../../model/rows/activity-row.ts';
import type { LeadRow } from '../../model/rows/lead-row.ts';
import type { OpportunityRow } from '../../model/rows/opportunity-row.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import { momentOf } from '../base/filter-rows.ts';
import { annualize } from '../render/opportunity.ts';
import type { LeadIds } from './report-selection.ts';

/** Something that happened, with the number that a metric may add up. */
export interface Fact {
  readonly at: number;
  readonly userId: string | null;
  readonly leadId: string;
  readonly amount: number;
}

/** The rows that metrics count. */
export interface MetricRows {
  readonly data: OrganizationData;
  readonly activities: readonly ActivityRow[];
  readonly leads: readonly LeadRow[];
  readonly opportunities: readonly OpportunityRow[];
}

/** A metric of activity reports. */
export interface ActivityMetric {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly facts: (rows: MetricRows) => Fact[];
  readonly measure: (facts: readonly Fact[]) => number;
}

/** The rows of some leads, or of all. */
export function metricRows(data: OrganizationData, ids: LeadIds): MetricRows {
  const { activities, leads, opportunities } = data;
  if (ids === undefined)
    return { data, activities: activities.all(), leads: leads.all(), opportunities: opportunities.all() };
  return {
    data,
    activities: [...ids].flatMap((id) => activities.ofLead(id)),
    leads: leads.all().filter(({ id }) => ids.has(id)),
    opportunities: [...ids].flatMap((id) => opportunities.ofLead(id)),
  };
}

const count = (facts: readonly Fact[]): number => facts.length;
const sum = (facts: readonly Fact[]): number => facts.reduce((total, { amount }) => total + amount, 0);
const average = (facts: readonly Fact[]): number =>
  facts.length === 0 ? 0 : Math.round(sum(facts) / facts.length);
const leadCount = (facts: readonly Fact[]): number => new Set(facts.map(({ leadId }) => leadId)).size;

type Test = (own: ActivityRow['own']) => boolean;

function activities(type: ActivityType, test: Test): ActivityMetric['facts'] {
  return ({ activities: rows }) =>
    rows.filter(({ _type: kind, own }) => kind === type && test(own)).map(factOfActivity);
}

function factOfActivity({ activity_at, user_id, lead_id, own }: ActivityRow): Fact {
  return {
    at: momentOf(activity_at),
    userId: user_id,
    leadId: lead_id,
    amount: Number(own['duration'] ?? 0),
  };
}

function factOfOpportunity(row: OpportunityRow, date: string): Fact {
  const amount = annualize(row, row.value) ?? 0;
  return { at: momentOf(date), userId: row.user_id, leadId: row.lead_id, amount };
}

const isOutgoing: Test = ({ direction }) => direction === 'outbound' || direction === 'outgoing';
const isSent: Test = ({ status, ...own }) => status === 'sent' && isOutgoing(own);
const isReceived: Test = (own) => own['status'] === 'inbox' && !isOutgoing(own);
const isOpened: Test = (own) => isSent(own) && Array.isArray(own['opens']) && own['opens'].length > 0;
const isAnsweredByHand: Test = (own) =>
  isSent(own) &&
  own['has_reply'] === true &&
  own['sequence_id'] === null &&
  own['bulk_email_action_id'] === null;
const isOfSequence: Test = (own) => isSent(own) && own['sequence_id'] !== null;

const calls: Readonly<Record<string, Test>> = {
  outbound: isOutgoing,
  inbound: (own) => !isOutgoing(own),
  all: () => true,
};

const contacts: ActivityMetric['facts'] = (rows) => [
  ...activities('Call', isOutgoing)(rows),
  ...activities('Email', isSent)(rows),
  ...activities('SMS', isSent)(rows),
];
const newLeads: ActivityMetric['facts'] = ({ leads }) =>
  leads.map(({ id, created_by, date_created }) => ({
    at: momentOf(date_created),
    userId: created_by,
    leadId: id,
    amount: 0,
  }));
const newOpportunities: ActivityMetric['facts'] = ({ opportunities }) =>
  opportunities.map((row) => factOfOpportunity(row, row.date_created));
const wonOpportunities: ActivityMetric['facts'] = ({ data, opportunities }) =>
  opportunities.flatMap((row) =>
    data.opportunityStatuses.get(row.status_id)?.type === 'won' && row.date_won !== null
      ? [factOfOpportunity(row, row.date_won)]
      : [],
  );

type MetricLine = [
  key: string,
  name: string,
  facts: ActivityMetric['facts'],
  measure: ActivityMetric['measure'],
];

const lines: readonly MetricLine[] = [
  ...Object.entries(calls).flatMap(([direction, test]): MetricLine[] => {
    const facts = activities('Call', test);
    return [
      [`calls.${direction}.all.count`, `Calls (${direction})`, facts, count],
      [`calls.${direction}.all.sum_duration`, `Duration of calls (${direction})`, facts, sum],
      [`calls.${direction}.all.avg_duration`, `Average duration of calls (${direction})`, facts, average],
    ];
  }),
  ['emails.sent.all.count', 'Sent emails', activities('Email', isSent), count],
  ['emails.sent.sequences.count', 'Emails sent by sequences', activities('Email', isOfSequence), count],
  ['emails.sent.manual_with_reply.count', 'Answered emails', activities('Email', isAnsweredByHand), count],
  ['emails.received.all.count', 'Received emails', activities('Email', isReceived), count],
  ['emails.opened.all.count', 'Opened emails', activities('Email', isOpened), count],
  ['sms.sent.all.count', 'Sent text messages', activities('SMS', isSent), count],
  ['sms.received.all.count', 'Received text messages', activities('SMS', isReceived), count],
  ['leads.created.all.count', 'New leads', newLeads, count],
  ['leads.contacted.all.count', 'Contacted leads', contacts, leadCount],
  ['opportunities.created_for.all.count', 'New opportunities', newOpportunities, count],
  ['opportunities.won.all.count', 'Won opportunities', wonOpportunities, count],
  [
    'opportunities.won.all.sum_annualized_value',
    'Annualized value of won opportunities',
    wonOpportunities,
    sum,
  ],
];

/** The metrics that the sandbox knows, by the keys that public programs use. Close has more. */
export const activityMetrics: readonly ActivityMetric[] = lines.map(([key, name, facts, measure]) => ({
  key,
  name,
  description: `${name} in the time of the report.`,
  facts,
  measure,
}));
