import type { Random } from '../base/random.ts';
import type { OrganizationData, RecordTables, UserRow } from '../model/organization-data.ts';
import { authoredBy } from '../model/rows/record-rows.ts';
import type { Origin, LeadStatusRow } from '../model/rows/record-rows.ts';
import type { CustomTypeRow, FieldDefinition } from '../model/rows/custom-field-row.ts';
import { newUserRow } from '../model/organization-data.ts';
import { Table } from '../model/table.ts';
import type { Row } from '../model/table.ts';
import type { FieldPlan, OrganizationPlan } from './organization-plan.ts';

export type FoundedData = Omit<OrganizationData, keyof RecordTables | 'ids'>;

/** Seeds an organization without leads: its users, statuses, pipelines and custom fields. */
export function seedOrganization(
  plan: OrganizationPlan,
  { random, user, foundedAt }: { random: Random; user: UserRow; foundedAt: string },
): FoundedData {
  const colleagues = plan.colleagues.map((name) => newUserRow(random, name.split(' '), foundedAt));
  const id = random.id('orga_');
  const origin: Origin = { id, organizationId: id, userId: user.id, at: foundedAt };
  const fieldsOf = (fields: readonly FieldPlan[]): FieldDefinition[] =>
    fields.map((field) => newField(random.id('cf_'), field));
  const { lead, contact, opportunity } = plan.customFields;
  const customFields = {
    lead: fieldsOf(lead),
    contact: fieldsOf(contact),
    opportunity: fieldsOf(opportunity),
  };
  const users = [user, ...colleagues];
  for (const { organizations } of users) organizations.push(id);
  const statusOf = (label: string): LeadStatusRow => ({ id: random.id('stat_'), organization_id: id, label });
  const leadStatuses = plan.leadStatuses.map(statusOf);
  const typesOf = (kind: 'activity' | 'custom_object'): CustomTypeRow[] =>
    plan.customTypes.flatMap((type, index) =>
      type.kind === kind ? [seedCustomType(type, origin, index)] : [],
    );
  const data: FoundedData = {
    organization: {
      ...authoredBy(origin),
      name: plan.name,
      currency: plan.currency,
      currency_symbol: plan.currencySymbol,
      plan_type: 'professional',
      enable_unsubscribe_link: true,
      require_unsubscribe_link: false,
    },
    users: tableOf(users),
    customFields,
    activityTypes: tableOf(typesOf('activity')),
    objectTypes: tableOf(typesOf('custom_object')),
    leadStatuses: tableOf(leadStatuses),
    pipelines: new Table(),
    opportunityStatuses: new Table(),
    exports: new Table(),
    jobs: {
      delete: new Table(),
      edit: new Table(),
      email: new Table(),
      sequence_subscription: new Table(),
    },
    files: new Table(),
    unsubscribed: new Set(),
    sharedFields: [],
    resources: new Map(),
    callBlocking: { reject_anonymous_inbound_calls: false },
    webhooks: new Table(),
    writes: { count: 0 },
    events: [],
  };
  seedPipelines(data, plan, { random, origin });
  return data;
}

function tableOf<T extends Row>(rows: readonly T[]): Table<T> {
  const table = new Table<T>();
  for (const row of rows) table.add(row);
  return table;
}

function newField(id: string, field: FieldPlan): FieldDefinition {
  return { id, choices: null, multiple: false, ...field };
}

/** Derives the ids from that of the organization, so they take no random numbers. */
function seedCustomType(
  { kind, name, name_plural, fields }: OrganizationPlan['customTypes'][number],
  origin: Origin,
  index: number,
): CustomTypeRow {
  const stem = `${origin.id.slice('orga_'.length, -2)}${index}`;
  return {
    ...authoredBy({ ...origin, id: `${kind === 'activity' ? 'actitype_' : 'cotype_'}${stem}0` }),
    name,
    description: '',
    api_create_only: false,
    editable_with_roles: [],
    ...(kind === 'activity' ? { is_archived: false } : { name_plural, back_reference_fields: [] }),
    fields: fields.map((field, place) => newField(`cf_${stem}${place + 1}`, field)),
  };
}

function seedPipelines(
  { pipelines, opportunityStatuses }: FoundedData,
  plan: OrganizationPlan,
  { random, origin }: { random: Random; origin: Origin },
): void {
  for (const { name, active, won, lost } of plan.pipelines) {
    const pipeline = pipelines.add({ ...authoredBy({ ...origin, id: random.id('pipe_') }), name });
    const stages = [
      ...active.map((label) => [label, 'active'] as const),
      [won, 'won'] as const,
      [lost, 'lost'] as const,
    ];
    const ids = { organization_id: origin.id, pipeline_id: pipeline.id };
    for (const [label, type] of stages)
      opportunityStatuses.add({ id: random.id('stat_'), ...ids, label, type });
  }
}
