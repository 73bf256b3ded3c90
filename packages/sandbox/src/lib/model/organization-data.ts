import type { Random } from '../base/random.ts';
import type { StoredRow, ActivityRow, ContactRow, LeadRow, OpportunityRow } from './rows/record-rows.ts';
import type { TaskRow, Origin, PlainRow, LeadStatusRow, OpportunityStatusRow } from './rows/record-rows.ts';
import type { PipelineRow } from './rows/record-rows.ts';
import type { Table } from './table.ts';
import type { CloseEvent } from './close-event.ts';
import type { CustomFieldRow, FieldDefinition, CustomTypeRow } from './rows/custom-field-row.ts';
import type { JobKind, JobRow } from './rows/job-row.ts';
import type { WebhookRow } from './rows/webhook-row.ts';

export interface UserRow {
  readonly id: string;
  first_name: string;
  last_name: string;
  email: string;
  image: string;
  date_created: string;
  date_updated: string;
  last_used_timezone: string;
  organizations: string[];
}

/** Creates a user who belongs to no organization, with initials as the image. */
export function newUserRow(ids: Random, names: readonly string[], joinedAt: string): UserRow {
  const [first_name = '', last_name = ''] = names;
  return {
    id: ids.id('user_'),
    first_name,
    last_name,
    email: `${first_name}.${last_name}@example.com`.toLowerCase(),
    image: initialsImage(first_name.charAt(0) + last_name.charAt(0)),
    date_created: joinedAt,
    date_updated: joinedAt,
    last_used_timezone: 'America/Los_Angeles',
    organizations: [],
  };
}

function initialsImage(initials: string): string {
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" fill="#31527a"/>` +
    `<text x="32" y="41" font-family="sans-serif" font-size="26" fill="#fff" text-anchor="middle">${initials}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

export function fullName(user: UserRow): string {
  return `${user.first_name} ${user.last_name}`;
}

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

export interface RecordTables {
  readonly leads: Table<LeadRow>;
  readonly contacts: Table<ContactRow>;
  readonly opportunities: Table<OpportunityRow>;
  readonly tasks: Table<TaskRow>;
  readonly activities: Table<ActivityRow>;
}

interface OrganizationRow extends StoredRow {
  name: string;
  currency: string;
  currency_symbol: string;
  plan_type: string;
  enable_unsubscribe_link: boolean;
  require_unsubscribe_link: boolean;
}

export interface OrganizationData extends RecordTables {
  readonly organization: OrganizationRow;
  readonly users: Table<UserRow>;
  readonly customFields: Readonly<Record<CustomFieldRow['objectType'], FieldDefinition[]>>;
  readonly activityTypes: Table<CustomTypeRow>;
  readonly objectTypes: Table<CustomTypeRow>;
  readonly leadStatuses: Table<LeadStatusRow>;
  readonly pipelines: Table<PipelineRow>;
  readonly opportunityStatuses: Table<OpportunityStatusRow>;
  readonly exports: Table<ExportRow>;
  readonly jobs: Readonly<Record<JobKind, Table<JobRow>>>;
  readonly files: Table<FileRow>;
  /** The email addresses that a request unsubscribed, also those of no contact. */
  readonly unsubscribed: Set<string>;
  readonly sharedFields: FieldDefinition[];
  /** The tables of plain resources, by path. */
  readonly resources: Map<string, Table<PlainRow>>;
  readonly callBlocking: { reject_anonymous_inbound_calls: boolean };
  readonly webhooks: Table<WebhookRow>;
  /** The number of requests and steps that could change something so far. */
  readonly writes: { count: number };
  /** The Event Log, oldest first. With consolidation, it holds every version of an event. */
  readonly events: CloseEvent[];
  readonly ids: Random;
}

/** The origin of a seeded row. Its id derives from that of the organization and takes no random number. */
export function seedOriginOf(
  { organization }: Pick<OrganizationData, 'organization'>,
  prefix: string,
  index: number,
): Origin {
  const number = String(index).padStart(3, '0');
  return {
    id: prefix + organization.id.slice('orga_'.length, -number.length) + number,
    organizationId: organization.id,
    userId: organization.created_by ?? '',
    at: organization.date_created,
  };
}
