import { formatCents } from './format-cents.ts';
import type { OpportunityRow } from '../rows/record-rows.ts';
import type { OrganizationData } from '../organization-data.ts';

type Statuses = Pick<OrganizationData, 'leadStatuses' | 'opportunityStatuses' | 'pipelines' | 'organization'>;

export function leadStatusChangeFields(
  { leadStatuses }: Statuses,
  oldStatusId: string,
  newStatusId: string,
): Record<string, unknown> {
  return {
    old_status_id: oldStatusId,
    old_status_label: leadStatuses.get(oldStatusId)?.label ?? '',
    new_status_id: newStatusId,
    new_status_label: leadStatuses.get(newStatusId)?.label ?? '',
  };
}

export function opportunityStatusChangeFields(
  data: Statuses,
  row: OpportunityRow,
  oldStatusId: string,
): Record<string, unknown> {
  const { currency, currency_symbol } = data.organization;
  return {
    ...stage(data, 'old', oldStatusId),
    ...stage(data, 'new', row.status_id),
    opportunity_id: row.id,
    opportunity_value: row.value,
    opportunity_value_currency: currency,
    opportunity_value_formatted: row.value === null ? null : formatCents(currency_symbol, row.value),
    opportunity_value_period: row.value_period,
    opportunity_confidence: row.confidence,
    opportunity_date_won: row.date_won === null ? null : `${row.date_won}T00:00:00+00:00`,
  };
}

function stage(data: Statuses, side: 'old' | 'new', statusId: string): Record<string, unknown> {
  const status = data.opportunityStatuses.get(statusId);
  const pipeline = data.pipelines.get(status?.pipeline_id ?? '');
  return {
    [`${side}_status_id`]: statusId,
    [`${side}_status_label`]: status?.label ?? '',
    [`${side}_status_type`]: status?.type ?? 'active',
    [`${side}_pipeline_id`]: pipeline?.id ?? '',
    [`${side}_pipeline_name`]: pipeline?.name ?? '',
  };
}
