import type { Authorship } from './authorship.ts';

/** What the lines of an exported file are. */
export type ExportType = 'leads' | 'contacts' | 'lead_opps' | 'opps';

/** A stored export. How far it is follows from the time. */
export interface ExportRow extends Authorship {
  readonly id: string;
  readonly type: ExportType;
  readonly format: 'csv' | 'json';
  readonly date_format: 'original' | 'iso8601' | 'excel';
  /** Empty for all fields. */
  readonly fields: readonly string[];
  readonly send_done_email: boolean;
  readonly include_activities: boolean;
  /** What was asked for, as the answer repeats it. */
  readonly request: Readonly<Record<string, unknown>>;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** The leads or opportunities that were there at the start, in the order of the file. */
  readonly objectIds: readonly string[];
}
