import type { ActivityRow, ContactRow, LeadRow, OpportunityRow, TaskRow } from './rows/record-rows.ts';
import type { StoredRow, Origin, PlainRow, LeadStatusRow, OpportunityStatusRow } from './rows/record-rows.ts';
import type { PipelineRow } from './rows/record-rows.ts';
import type { Table } from './table.ts';
import type { Random } from '../base/random.ts';
import type { CloseEvent } from './close-event.ts';
import type { CustomFieldRow, FieldDefinition, CustomTypeRow } from './rows/custom-field-row.ts';
import type { ExportRow, FileRow } from './rows/file-rows.ts';
import type { JobKind, JobRow } from './rows/job-row.ts';
import type { UserRow } from './rows/user-row.ts';
import type { WebhookRow } from './rows/webhook-row.ts';

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
