import { authoredBy } from './authorship.ts';
import type { StoredRow, Origin } from './authorship.ts';

export const activityTypes = [
  'Call',
  'Created',
  'CustomActivity',
  'Email',
  'EmailThread',
  'FormSubmission',
  'ImportUpdate',
  'LeadMerge',
  'LeadStatusChange',
  'Meeting',
  'Note',
  'OpportunityStatusChange',
  'SMS',
  'TaskCompleted',
  'WhatsAppMessage',
] as const;

export type ActivityType = (typeof activityTypes)[number];

/** The object type of an activity: `activity.custom_activity` for `CustomActivity`. */
export function activityObjectType(type: ActivityType): string {
  const words = type.replace('WhatsApp', 'Whatsapp').replaceAll(/([a-z])([A-Z])/g, '$1_$2');
  return `activity.${words.toLowerCase()}`;
}

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
