import { authoredBy } from './authorship.ts';
import type { CustomValues, Origin, StoredRow } from './authorship.ts';

export interface AddressRow {
  label: string | null;
  address_1: string | null;
  address_2: string | null;
  city: string | null;
  state: string | null;
  zipcode: string | null;
  country: string | null;
}

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

/** Creates an open task of a lead, due on the day of its creation. */
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
