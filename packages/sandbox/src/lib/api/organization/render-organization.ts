import { withoutOffset } from '../../model/close-timestamp.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { PipelineRow } from '../../model/rows/status-row.ts';
import { membershipOf } from '../resources/member-routes.ts';
import { fullName } from '../../model/rows/user-row.ts';
import type { UserRow } from '../../model/rows/user-row.ts';

/** Renders an organization with its statuses, pipelines and members. */
export function renderOrganization(data: OrganizationData): object {
  return {
    ...renderOrganizationSummary(data),
    memberships: data.users.all().map((user) => ({
      ...renderMembership(data, user),
      user_email: user.email,
      user_first_name: user.first_name,
      user_last_name: user.last_name,
      user_full_name: fullName(user),
      user_phone: '',
    })),
    inactive_memberships: [],
  };
}

/** Renders an organization as embedded in `/me/`. */
export function renderOrganizationSummary(data: OrganizationData): object {
  const { organization } = data;
  return {
    id: organization.id,
    name: organization.name,
    currency: organization.currency,
    currency_symbol: organization.currency_symbol,
    plan_type: organization.plan_type,
    created_by: organization.created_by,
    updated_by: organization.updated_by,
    date_created: organization.date_created,
    date_updated: organization.date_updated,
    lead_statuses: data.leadStatuses.all().map(({ id, label }) => ({ id, label })),
    pipelines: data.pipelines.all().map((pipeline) => renderPipeline(data, pipeline)),
  };
}

/** Renders the membership of a user. */
export function renderMembership(data: OrganizationData, user: UserRow): Record<string, unknown> {
  return { ...membershipOf(data, user.id) };
}

/** Renders a pipeline with its stages in order. */
export function renderPipeline(data: OrganizationData, pipeline: PipelineRow): object {
  const stages = data.opportunityStatuses.all().filter((status) => status.pipeline_id === pipeline.id);
  return {
    ...pipeline,
    date_created: withoutOffset(pipeline.date_created),
    date_updated: withoutOffset(pipeline.date_updated),
    statuses: stages.map(({ id, label, type }) => ({ id, label, type })),
  };
}
