import { authoredBy } from './authorship.ts';
import type { StoredRow, CustomValues, Origin } from './authorship.ts';

export const valuePeriods = ['one_time', 'monthly', 'annual'] as const;

export type ValuePeriod = (typeof valuePeriods)[number];

export interface OpportunityRow extends StoredRow, CustomValues {
  lead_id: string;
  contact_id: string | null;
  user_id: string;
  status_id: string;
  /** Cents. */
  value: number | null;
  value_period: ValuePeriod;
  /** Percent. */
  confidence: number;
  note: string | null;
  date_won: string | null;
  date_lost: string | null;
}

export function newOpportunityRow(origin: Origin, leadId: string, statusId: string): OpportunityRow {
  return {
    ...authoredBy(origin),
    lead_id: leadId,
    contact_id: null,
    user_id: origin.userId,
    status_id: statusId,
    value: null,
    value_period: 'one_time',
    confidence: 50,
    note: null,
    date_won: null,
    date_lost: null,
  };
}
