import { authoredBy } from './authorship.ts';
import type { StoredRow, Origin } from './authorship.ts';

export type ActivityType =
  | 'Call'
  | 'Created'
  | 'CustomActivity'
  | 'Email'
  | 'EmailThread'
  | 'FormSubmission'
  | 'ImportUpdate'
  | 'LeadMerge'
  | 'LeadStatusChange'
  | 'Meeting'
  | 'Note'
  | 'OpportunityStatusChange'
  | 'SMS'
  | 'TaskCompleted'
  | 'WhatsAppMessage';

/** A stored activity: the shared fields, and in `own` the kind-specific fields in wire format. */
export interface ActivityRow extends StoredRow {
  _type: ActivityType;
  activity_at: string;
  lead_id: string;
  contact_id: string | null;
  user_id: string | null;
  users: string[];
  own: Record<string, unknown>;
}

export function newActivityRow(origin: Origin, leadId: string, type: ActivityType): ActivityRow {
  return {
    ...authoredBy(origin),
    _type: type,
    activity_at: origin.at,
    lead_id: leadId,
    contact_id: null,
    user_id: origin.userId,
    users: [],
    own: {},
  };
}
