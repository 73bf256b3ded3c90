import type { OrganizationData } from '../model/organization-data.ts';
import type { CustomTypeRow, FieldDefinition } from '../model/rows/custom-field-row.ts';
import type { OrganizationRow } from '../model/rows/organization-row.ts';
import { Table } from '../model/table.ts';
import type { Row } from '../model/table.ts';
import type { UserRow } from '../model/rows/user-row.ts';
import type { SeedScene } from './lead-seed.ts';
import type { OrganizationPlan } from './organization-plan.ts';
import type { Random } from '../base/random.ts';

/** The seed of an organization, in addition to its plan. */
export interface OrganizationSeed {
  readonly random: Random;
  /** The first user is the author of everything. */
  readonly users: readonly [UserRow, ...UserRow[]];
  readonly foundedAt: string;
}

type FoundedData = Omit<
  OrganizationData,
  'leads' | 'contacts' | 'opportunities' | 'tasks' | 'activities' | 'ids'
>;

/** Seeds an organization without leads: its users, statuses, pipelines and custom fields. */
export function seedOrganization(
  plan: OrganizationPlan,
  seed: OrganizationSeed,
): { readonly data: FoundedData; readonly scene: SeedScene } {
  const { random, users } = seed;
  const organization = organizationRow(plan, seed);
  const data: FoundedData = {
    organization,
    users: new Table(),
    customFields: seedCustomFields(plan, random),
    activityTypes: new Table(),
    objectTypes: new Table(),
    leadStatuses: new Table(),
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
  for (const user of users) {
    user.organizations.push(organization.id);
    data.users.add(user);
  }
  for (const label of plan.leadStatuses) {
    data.leadStatuses.add({ id: random.id('stat_'), organization_id: organization.id, label });
  }
  seedPipelines(data, plan, random);
  for (const [index, type] of plan.customTypes.entries()) {
    const types = type.kind === 'activity' ? data.activityTypes : data.objectTypes;
    types.add(seedCustomType(type, organization, index));
  }
  return { data, scene: copyScene(data) };
}

/** Copies what leads are seeded from, so that they do not depend on changes made before they are needed. */
function copyScene({ organization, customFields, ...tables }: FoundedData): SeedScene {
  return {
    organization: { ...organization },
    users: copyTable(tables.users),
    leadStatuses: copyTable(tables.leadStatuses),
    pipelines: copyTable(tables.pipelines),
    opportunityStatuses: copyTable(tables.opportunityStatuses),
    customFields: {
      lead: copyFields(customFields.lead),
      contact: copyFields(customFields.contact),
      opportunity: copyFields(customFields.opportunity),
    },
  };
}

function copyFields(fields: readonly FieldDefinition[]): FieldDefinition[] {
  return fields.map((field) => ({ ...field }));
}

function copyTable<T extends Row>(table: Table<T>): Table<T> {
  const copy = new Table<T>();
  for (const row of table.all()) copy.add({ ...row });
  return copy;
}

function organizationRow(
  plan: OrganizationPlan,
  { random, users, foundedAt }: OrganizationSeed,
): OrganizationRow {
  const id = random.id('orga_');
  return {
    id,
    organization_id: id,
    name: plan.name,
    currency: plan.currency,
    currency_symbol: plan.currencySymbol,
    plan_type: 'professional',
    enable_unsubscribe_link: true,
    require_unsubscribe_link: false,
    created_by: users[0].id,
    updated_by: users[0].id,
    date_created: foundedAt,
    date_updated: foundedAt,
  };
}

function seedCustomFields(plan: OrganizationPlan, random: Random): OrganizationData['customFields'] {
  const fields: OrganizationData['customFields'] = { lead: [], contact: [], opportunity: [] };
  for (const { objectType, ...field } of plan.customFields) {
    fields[objectType].push({ id: random.id('cf_'), ...field });
  }
  return fields;
}

/** Derives the ids from that of the organization, so they take no random numbers. */
function seedCustomType(
  { kind, name, name_plural, fields }: OrganizationPlan['customTypes'][number],
  { id: organizationId, created_by, updated_by, date_created, date_updated }: OrganizationRow,
  index: number,
): CustomTypeRow {
  const stem = `${organizationId.slice('orga_'.length, -2)}${index}`;
  return {
    id: `${kind === 'activity' ? 'actitype_' : 'cotype_'}${stem}0`,
    organization_id: organizationId,
    created_by,
    updated_by,
    date_created,
    date_updated,
    name,
    description: '',
    api_create_only: false,
    editable_with_roles: [],
    ...(kind === 'activity' ? { is_archived: false } : { name_plural, back_reference_fields: [] }),
    fields: fields.map((field, place) => ({ id: `cf_${stem}${place + 1}`, ...field })),
  };
}

function seedPipelines(data: FoundedData, plan: OrganizationPlan, random: Random): void {
  const { id: organizationId, created_by, date_created } = data.organization;
  for (const { name, stages } of plan.pipelines) {
    const pipeline = data.pipelines.add({
      id: random.id('pipe_'),
      organization_id: organizationId,
      name,
      created_by,
      updated_by: created_by,
      date_created,
      date_updated: date_created,
    });
    for (const [label, type] of stages) {
      const id = random.id('stat_');
      data.opportunityStatuses.add({
        id,
        organization_id: organizationId,
        pipeline_id: pipeline.id,
        label,
        type,
      });
    }
  }
}
