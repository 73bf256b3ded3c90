import { noteHtml } from '../../model/fields/note-fields.ts';
import type { OpportunityRow, ValuePeriod } from '../../model/rows/opportunity-row.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import { setValuesOf } from '../base/custom-values.ts';
import { contactName } from './contact.ts';
import { formatCents } from '../../model/fields/format-cents.ts';
import { authorNames, renderIntegrationLinks, userName } from './parts.ts';

const timesPerYear: Readonly<Record<ValuePeriod, number>> = { one_time: 1, monthly: 12, annual: 1 };

export function renderOpportunity(data: OrganizationData, row: OpportunityRow): object {
  const status = data.opportunityStatuses.get(row.status_id);
  const pipeline = data.pipelines.get(status?.pipeline_id ?? '');
  const period = row.value_period === 'one_time' ? '' : ` ${row.value_period}`;
  return {
    ...setValuesOf(row),
    ...authorNames(data, row),
    lead_name: data.leads.get(row.lead_id)?.name ?? null,
    contact_name: contactName(data, row.contact_id),
    user_name: userName(data, row.user_id),
    pipeline_id: pipeline?.id ?? null,
    pipeline_name: pipeline?.name ?? null,
    status_label: status?.label ?? '',
    status_display_name: status?.label ?? '',
    status_type: status?.type ?? 'active',
    value_currency: data.organization.currency,
    value_formatted:
      row.value === null ? null : formatCents(data.organization.currency_symbol, row.value) + period,
    annualized_value: annualize(row, row.value),
    expected_value: expectedValue(row),
    annualized_expected_value: annualize(row, expectedValue(row)),
    note_html: row.note === null ? null : noteHtml(row.note),
    is_stalled: false,
    stall_status: null,
    attachments: [],
    integration_links: renderIntegrationLinks(data, 'opportunity', row),
  };
}

/** The value weighted by confidence, in cents. */
export function expectedValue({ value, confidence }: OpportunityRow): number | null {
  return value === null ? null : Math.round((value * confidence) / 100);
}

/** The amount per year, in cents. */
export function annualize({ value_period }: OpportunityRow, cents: number | null): number | null {
  return cents === null ? null : cents * timesPerYear[value_period];
}
