import type { Random } from '../base/random.ts';
import type { ActivityRow } from './rows/activity-row.ts';
import type { Authorship, Origin } from './rows/authorship.ts';
import type { CloseEvent } from './close-event.ts';
import type { ContactRow } from './rows/contact-row.ts';
import type { ExportRow } from './rows/export-row.ts';
import type { LeadRow } from './rows/lead-row.ts';
import type { OpportunityRow } from './rows/opportunity-row.ts';
import type { PlainRow } from './rows/plain-row.ts';
import type { LeadStatusRow, OpportunityStatusRow, PipelineRow } from './rows/status-row.ts';
import type { RowWatcher, Table } from './table.ts';
import type { TaskRow } from './rows/task-row.ts';
import type { UserRow } from './rows/user-row.ts';
import type { WebhookRow } from './rows/webhook-row.ts';

/** A stored organization. */
export interface OrganizationRow extends Authorship {
  readonly id: string;
  name: string;
  currency: string;
  currency_symbol: string;
  plan_type: string;
  enable_unsubscribe_link: boolean;
  require_unsubscribe_link: boolean;
}

/** What a custom field can hold. */
export const customFieldTypes = [
  'text',
  'textarea',
  'number',
  'date',
  'datetime',
  'choices',
  'user',
  'contact',
  'custom_object',
  'hidden',
] as const;

/** The definition of a custom field. */
export interface FieldDefinition {
  readonly id: string;
  name: string;
  type: (typeof customFieldTypes)[number];
  choices: readonly string[] | null;
  multiple: boolean;
  description?: string | null;
  required?: boolean;
}

/** The definition of a custom field, and the kind of record that has it. */
export interface CustomFieldRow extends FieldDefinition {
  /** What kind of record has it. */
  objectType: 'lead' | 'contact' | 'opportunity';
}

/** A kind of custom activities or custom objects, with fields of its own. */
export interface CustomTypeRow extends Authorship {
  readonly id: string;
  readonly kind: 'activity' | 'custom_object';
  name: string;
  name_plural: string;
  description: string;
  api_create_only: boolean;
  editable_with_roles: readonly string[];
  is_archived: boolean;
  fields: FieldDefinition[];
}

/** Activities are made lead by lead, when somebody looks: most of them are never read. */
export interface ActivityShelf {
  /** Told of changes while it is set. */
  watcher: RowWatcher<ActivityRow> | undefined;
  add(row: ActivityRow): ActivityRow;
  get(id: string): ActivityRow | undefined;
  update(row: ActivityRow, patch: Partial<ActivityRow>): void;
  remove(row: ActivityRow): void;
  ofLead(leadId: string): ActivityRow[];
  all(): readonly ActivityRow[];
}

/** Everything that one organization holds. */
export interface OrganizationData {
  readonly organization: OrganizationRow;
  readonly users: Table<UserRow>;
  readonly customFields: Readonly<Record<CustomFieldRow['objectType'], FieldDefinition[]>>;
  readonly customTypes: CustomTypeRow[];
  readonly leadStatuses: Table<LeadStatusRow>;
  readonly pipelines: Table<PipelineRow>;
  readonly opportunityStatuses: Table<OpportunityStatusRow>;
  readonly leads: Table<LeadRow>;
  readonly contacts: Table<ContactRow>;
  readonly opportunities: Table<OpportunityRow>;
  readonly tasks: Table<TaskRow>;
  readonly activities: ActivityShelf;
  readonly exports: Table<ExportRow>;
  /** Rows of what is kept as it is, by the path of the resource. */
  readonly resources: Map<string, Table<PlainRow>>;
  readonly webhooks: Table<WebhookRow>;
  /** The Event Log, the oldest first. */
  readonly events: CloseEvent[];
  /** Ids for what is made from now on. */
  readonly ids: Random;
}

/** What a row starts from that a user makes now. */
export function originOf(
  data: OrganizationData,
  prefix: string,
  { userId, at }: { userId: string; at: string },
): Origin {
  return { id: data.ids.id(prefix), organizationId: data.organization.id, userId, at };
}

/** What a seeded row starts from. Its id comes from that of the organization, so that it takes no random number. */
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
