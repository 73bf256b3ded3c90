import type { StoredRow } from './record-rows.ts';

/** A stored export. Its progress is computed from the time. */
export interface ExportRow extends StoredRow {
  readonly type: 'leads' | 'contacts' | 'lead_opps' | 'opps';
  readonly format: 'csv' | 'json';
  readonly date_format: 'original' | 'iso8601' | 'excel';
  /** The fields to export; empty for all. */
  readonly fields: readonly string[];
  readonly send_done_email: boolean;
  readonly include_activities: boolean;
  /** The parameters of the request, which responses repeat. */
  readonly request: Readonly<Record<string, unknown>>;
  readonly startedAt: number;
  /** The leads or opportunities selected at the start, in the order of the file. */
  readonly objectIds: readonly string[];
}

export interface FileRow {
  readonly id: string;
  readonly filename: string;
  readonly content_type: string;
  /** The upload must begin before this time, in milliseconds since 1970. */
  readonly uploadUntil: number;
  readonly signature: string;
  content?: Blob;
  /** The MD5 of the content, in hex. */
  checksum?: string;
}
