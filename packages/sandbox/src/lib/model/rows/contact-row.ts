import { authoredBy } from './authorship.ts';
import type { StoredRow, CustomValues, Origin } from './authorship.ts';

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
