import { sumOf } from '../../base/group-by.ts';
import type { ActivityRow, ActivityType, OpportunityRow } from '../../model/rows/record-rows.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import { momentOf } from '../base/list-page.ts';
import { annualize } from '../render/records.ts';

export interface Fact {
  readonly at: number;
  readonly userId: string | null;
  readonly leadId: string;
  readonly amount: number;
}

export interface ActivityMetric {
  readonly key: string;
  readonly facts: (data: OrganizationData) => Fact[];
  readonly measure: (facts: readonly Fact[]) => number;
}

type Test = (own: ActivityRow['own']) => boolean;
type Facts = ActivityMetric['facts'];

const isOutgoing: Test = ({ direction }) => direction === 'outbound' || direction === 'outgoing';
const isIncoming: Test = (own) => !isOutgoing(own);
const isSent: Test = ({ status, ...own }) => status === 'sent' && isOutgoing(own);
const isReceived: Test = ({ status, ...own }) => status === 'inbox' && isIncoming(own);
const isOpened: Test = ({ opens, ...own }) => isSent(own) && Array.isArray(opens) && opens.length > 0;
const isOfSequence: Test = ({ sequence_id, ...own }) => isSent(own) && sequence_id !== null;
const isAnsweredByHand: Test = ({ sequence_id, bulk_email_action_id, has_reply, ...own }) =>
  isSent(own) && has_reply === true && sequence_id === null && bulk_email_action_id === null;

function ofActivities(type: ActivityType, test: Test): Facts {
  return ({ activities }) =>
    activities
      .all()
      .filter(({ _type: kind, own }) => kind === type && test(own))
      .map(({ activity_at, user_id, lead_id, own }) => ({
        at: momentOf(activity_at),
        userId: user_id,
        leadId: lead_id,
        amount: Number(own['duration'] ?? 0),
      }));
}

function ofOpportunities(dateOf: (row: OpportunityRow, type: string | undefined) => string | null): Facts {
  return ({ opportunities, opportunityStatuses }) =>
    opportunities.all().flatMap((row) => {
      const date = dateOf(row, opportunityStatuses.get(row.status_id)?.type);
      if (date === null) return [];
      const amount = annualize(row, row.value) ?? 0;
      return [{ at: momentOf(date), userId: row.user_id, leadId: row.lead_id, amount }];
    });
}

const contacts: Facts = (data) => [
  ...ofActivities('Call', isOutgoing)(data),
  ...ofActivities('Email', isSent)(data),
  ...ofActivities('SMS', isSent)(data),
];
const newLeads: Facts = ({ leads }) =>
  leads.all().map(({ id, created_by, date_created }) => {
    return { at: momentOf(date_created), userId: created_by, leadId: id, amount: 0 };
  });
const wonOpportunities = ofOpportunities(({ date_won }, type) => (type === 'won' ? date_won : null));

const lines: readonly (readonly [subject: string, facts: Facts, measures: string])[] = [
  ['calls.outbound.all', ofActivities('Call', isOutgoing), 'count sum_duration avg_duration'],
  ['calls.inbound.all', ofActivities('Call', isIncoming), 'count sum_duration avg_duration'],
  ['calls.all.all', ofActivities('Call', () => true), 'count sum_duration avg_duration'],
  ['emails.sent.all', ofActivities('Email', isSent), 'count'],
  ['emails.sent.sequences', ofActivities('Email', isOfSequence), 'count'],
  ['emails.sent.manual_with_reply', ofActivities('Email', isAnsweredByHand), 'count'],
  ['emails.received.all', ofActivities('Email', isReceived), 'count'],
  ['emails.opened.all', ofActivities('Email', isOpened), 'count'],
  ['sms.sent.all', ofActivities('SMS', isSent), 'count'],
  ['sms.received.all', ofActivities('SMS', isReceived), 'count'],
  ['leads.created.all', newLeads, 'count'],
  ['leads.contacted.all', contacts, 'count'],
  ['opportunities.created_for.all', ofOpportunities((row) => row.date_created), 'count'],
  ['opportunities.won.all', wonOpportunities, 'count sum_annualized_value'],
];

/** The metrics that the sandbox knows: those that public programs use. Close has more. */
export const activityMetrics: readonly ActivityMetric[] = lines.flatMap(([subject, facts, measures]) =>
  measures
    .split(' ')
    .map((measure) => ({ key: `${subject}.${measure}`, facts, measure: measureOf(subject, measure) })),
);

/** Counts leads once each, and other facts all; or adds up their amounts. */
function measureOf(subject: string, measure: string): ActivityMetric['measure'] {
  if (measure.startsWith('sum_')) return amountOf;
  if (measure.startsWith('avg_')) return (facts) => Math.round(amountOf(facts) / Math.max(1, facts.length));
  if (!subject.startsWith('leads.')) return (facts) => facts.length;
  return (facts) => new Set(facts.map(({ leadId }) => leadId)).size;
}

function amountOf(facts: readonly Fact[]): number {
  return sumOf(facts, ({ amount }) => amount);
}
