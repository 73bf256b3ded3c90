import { authoredBy } from './authorship.ts';
import type { Authorship, CustomValues, Origin } from './authorship.ts';

/** An email address of a contact. */
export interface EmailRow {
  email: string;
  type: string;
  is_unsubscribed: boolean;
}

/** A phone number of a contact. */
export interface PhoneRow {
  phone: string;
  type: string;
}

/** A URL of a contact. */
export interface UrlRow {
  url: string;
  type: string;
}

/** A stored contact. */
export interface ContactRow extends Authorship, CustomValues {
  readonly id: string;
  lead_id: string;
  name: string | null;
  title: string | null;
  timezone: string | null;
  emails: EmailRow[];
  phones: PhoneRow[];
  urls: UrlRow[];
}

/** Creates a contact of a lead, without a name. */
export function newContactRow(origin: Origin, leadId: string): ContactRow {
  return {
    id: origin.id,
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
