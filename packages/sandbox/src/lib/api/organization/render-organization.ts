import { withoutOffset } from '../../model/close-timestamp.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { PipelineRow } from '../../model/rows/status-row.ts';
import type { PlainRow } from '../../model/rows/plain-row.ts';
import { membershipOf } from '../resources/member-routes.ts';
import { inactiveMembershipsOf } from '../resources/membership-routes.ts';
import { memberships } from '../resources/people-resources.ts';
import { renderResource, tableOf } from '../resources/resource.ts';
import type { Table } from '../../model/table.ts';
import { fullName } from '../../model/rows/user-row.ts';
import type { UserRow } from '../../model/rows/user-row.ts';

/** Renders an organization with its statuses, pipelines and members. */
export function renderOrganization(data: OrganizationData): object {
  return {
    ...renderOrganizationSummary(data),
    memberships: renderMembers(data, tableOf(data, memberships)),
    inactive_memberships: renderMembers(data, inactiveMembershipsOf(data)),
  };
}

function renderMembers(data: OrganizationData, table: Table<PlainRow>): object[] {
  return table.all().map((membership) => {
    const user = data.users.get(String(membership['user_id']));
    return {
      ...renderResource(data, memberships, membership),
      user_email: user?.email,
      user_first_name: user?.first_name,
      user_last_name: user?.last_name,
      user_full_name: user && fullName(user),
      user_phone: '',
    };
  });
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
  const membership = membershipOf(data, user.id);
  return { ...(membership && renderResource(data, memberships, membership)) };
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
