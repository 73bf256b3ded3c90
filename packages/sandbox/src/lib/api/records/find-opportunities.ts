import { sumOf } from '../../base/group-by.ts';
import { valuePeriods } from '../../model/rows/record-rows.ts';
import type { OpportunityRow, ValuePeriod } from '../../model/rows/record-rows.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { ApiCall } from '../base/api-call.ts';
import { searchQuery } from '../query/compile-search.ts';
import { textQuery } from '../query/compile-text.ts';
import type { RowTest } from '../query/row-query.ts';
import { leadKind, opportunityKind } from '../query/object-kinds.ts';
import { formatCents } from '../../model/fields/format-cents.ts';
import { filterTest, listPage, readersOf } from '../base/list-page.ts';
import { orderedRows } from '../base/order-rows.ts';
import { annualize, expectedValue, renderOpportunity, userName } from '../render/records.ts';

export function listOpportunities(call: ApiCall): object {
  const { data } = call;
  const rows = findOpportunities(call);
  const page = listPage(rows, { call, render: (row) => renderOpportunity(data, row) });
  return { ...page, total_results: rows.length, ...totalsOf(rows, data.organization.currency_symbol) };
}

export function findOpportunities(call: ApiCall): OpportunityRow[] {
  const { data, query } = call;
  const tests = [
    filterTest(query, filtersOf(data)),
    textQuery(call, query.get('query') ?? '', opportunityKind).test,
  ];
  const [text, view] = [query.get('lead_query'), query.get('lead_saved_search_id')];
  if (text) tests.push(ofLeads(data, textQuery(call, text, leadKind).test));
  if (view) {
    const saved = { type: 'saved_search', saved_search_id: view };
    tests.push(ofLeads(data, searchQuery(call, saved, []).test));
  }
  const ordered = orderedRows(data.opportunities, {
    query,
    versions: { user_name: data.users.version },
    fields: {
      date_won: (row) => row.date_won,
      date_updated: (row) => row.date_updated,
      date_created: (row) => row.date_created,
      confidence: (row) => row.confidence,
      user_name: (row) => userName(data, row.user_id),
      value: (row) => row.value,
      annualized_value: (row) => annualize(row, row.value),
      annualized_expected_value: (row) => annualize(row, expectedValue(row)),
    },
  });
  return [...ordered].filter((row) => tests.every((test) => test(row)));
}

function ofLeads({ leads }: OrganizationData, test: RowTest): (row: OpportunityRow) => boolean {
  const found = leads.all().filter(test);
  const ids = new Set(found.map(({ id }) => id));
  return ({ lead_id }) => ids.has(lead_id);
}

function filtersOf(data: OrganizationData): Record<string, (row: OpportunityRow) => unknown> {
  const statusOf = (row: OpportunityRow) => data.opportunityStatuses.get(row.status_id);
  return {
    ...readersOf<OpportunityRow>('lead_id', 'organization_id', 'user_id', 'status_id', 'value_period'),
    ...readersOf<OpportunityRow>('date_won', 'date_created', 'date_updated'),
    status_type: (row) => statusOf(row)?.type,
    status_label: (row) => statusOf(row)?.label,
    status: (row) => statusOf(row)?.label,
    pipeline_id: (row) => statusOf(row)?.pipeline_id,
    is_stalled: () => false,
  };
}

function totalsOf(all: readonly OpportunityRow[], symbol: string): Record<string, unknown> {
  const count: Partial<Record<ValuePeriod, number>> = {};
  const totals: Record<string, unknown> = { count_by_value_period: count };
  for (const period of [...valuePeriods, 'annualized'] as const) {
    const isOfYear = period === 'annualized';
    const rows = isOfYear ? all : all.filter((row) => row.value_period === period);
    if (!isOfYear) count[period] = rows.length;
    for (const [name, read] of Object.entries({
      total_value: ({ value }: OpportunityRow) => value,
      expected_value: expectedValue,
    })) {
      const sum = sumOf(rows, (row) => (isOfYear ? annualize(row, read(row)) : read(row)));
      const key = `${name}_${period}`;
      totals[key] = sum;
      totals[`${key}_formatted`] = formatCents(symbol, sum);
    }
  }
  return totals;
}
