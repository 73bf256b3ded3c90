import type { OpportunityRow } from '../model/opportunity-row.ts';
import type { ApiCall } from './api-call.ts';
import { formatCents } from './format-cents.ts';
import { logActivity } from './log-activity.ts';

/** Writes the move of an opportunity to another stage into the timeline of its lead. */
export function logOpportunityStatusChange(call: ApiCall, row: OpportunityRow, oldStatusId: string): void {
  const { currency, currency_symbol } = call.data.organization;
  const own = {
    ...stage(call, 'old', oldStatusId),
    ...stage(call, 'new', row.status_id),
    opportunity_id: row.id,
    opportunity_value: row.value,
    opportunity_value_currency: currency,
    opportunity_value_formatted: row.value === null ? null : formatCents(currency_symbol, row.value),
    opportunity_value_period: row.value_period,
    opportunity_confidence: row.confidence,
    opportunity_date_won: row.date_won === null ? null : `${row.date_won}T00:00:00+00:00`,
  };
  logActivity(call, 'OpportunityStatusChange', { leadId: row.lead_id, own });
}

function stage({ data }: ApiCall, side: 'old' | 'new', statusId: string): Record<string, unknown> {
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
