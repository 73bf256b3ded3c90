export type CustomValue = string | number | boolean | null | string[];

/** The custom fields of a row, one `custom.cf_…` key each. */
export interface CustomValues {
  [key: `custom.${string}`]: CustomValue;
}

export interface StoredRow {
  readonly id: string;
  organization_id: string;
  created_by: string | null;
  updated_by: string | null;
  date_created: string;
  date_updated: string;
  [name: string]: unknown;
}

export interface Origin {
  id: string;
  organizationId: string;
  userId: string;
  at: string;
}

export function authoredBy(origin: Origin): StoredRow {
  return {
    id: origin.id,
    organization_id: origin.organizationId,
    created_by: origin.userId,
    updated_by: origin.userId,
    date_created: origin.at,
    date_updated: origin.at,
  };
}

/** A stored object in wire format. */
export interface PlainRow {
  readonly id: string;
  lead_id?: string | null;
  [name: string]: unknown;
}

type AddressPart = 'label' | 'address_1' | 'address_2' | 'city' | 'state' | 'zipcode' | 'country';
export type AddressRow = Record<AddressPart, string | null>;

export interface LeadRow extends StoredRow, CustomValues {
  name: string | null;
  description: string | null;
  url: string | null;
  status_id: string;
  source: string | null;
  addresses: AddressRow[];
}

export function newLeadRow(origin: Origin, statusId: string): LeadRow {
  return {
    ...authoredBy(origin),
    name: null,
    description: null,
    url: null,
    status_id: statusId,
    source: null,
    addresses: [],
  };
}

export interface EmailRow {
  email: string;
  type: string;
  is_unsubscribed: boolean;
}

export interface PhoneRow {
  phone: string;
  type: string;
}

export interface UrlRow {
  url: string;
  type: string;
}

export interface ContactRow extends StoredRow, CustomValues {
  lead_id: string;
  name: string | null;
  title: string | null;
  timezone: string | null;
  emails: EmailRow[];
  phones: PhoneRow[];
  urls: UrlRow[];
}

export function newContactRow(origin: Origin, leadId: string): ContactRow {
  return {
    ...authoredBy(origin),
    lead_id: leadId,
    name: null,
    title: null,
    timezone: null,
    emails: [],
    phones: [],
    urls: [],
  };
}

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

export interface TaskRow extends StoredRow {
  _type: 'lead' | 'outgoing_call';
  lead_id: string;
  contact_id: string | null;
  assigned_to: string;
  text: string | null;
  /** A date, or a date with time. */
  date: string | null;
  due_date: string | null;
  is_complete: boolean;
  is_dateless: boolean;
  priority: 'high' | 'medium';
  resolution: 'abandoned' | 'skipped' | null;
}

export function newTaskRow(origin: Origin, leadId: string): TaskRow {
  const day = origin.at.slice(0, 10);
  return {
    ...authoredBy(origin),
    _type: 'lead',
    lead_id: leadId,
    contact_id: null,
    assigned_to: origin.userId,
    text: null,
    date: day,
    due_date: day,
    is_complete: false,
    is_dateless: false,
    priority: 'medium',
    resolution: null,
  };
}

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

export interface LeadStatusRow extends PlainRow {
  organization_id: string;
  label: string;
}

export const statusTypes = ['active', 'won', 'lost'] as const;

export interface OpportunityStatusRow extends PlainRow {
  organization_id: string;
  pipeline_id: string;
  label: string;
  type: (typeof statusTypes)[number];
}

/** A stored pipeline. Its stages are the opportunity statuses that name it, in their order. */
export interface PipelineRow extends StoredRow, PlainRow {
  readonly id: string;
  name: string;
}
