import { valuePeriods } from '../../model/rows/opportunity-row.ts';
import type { OpportunityRow, ValuePeriod } from '../../model/rows/opportunity-row.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { ApiCall } from '../base/api-call.ts';
import { filterTest } from '../base/filter-rows.ts';
import { compileSearch } from '../query/compile-search.ts';
import { compileText } from '../query/compile-text.ts';
import type { RowTest } from '../query/object-kind.ts';
import { compile, matchNone } from '../query/query-context.ts';
import type { QueryContext } from '../query/query-context.ts';
import { leadKind, opportunityKind } from '../query/object-kinds.ts';
import type { RowQuery } from '../query/row-query.ts';
import { formatCents } from '../../model/fields/format-cents.ts';
import { listPage } from '../base/list-page.ts';
import { orderedRows } from '../base/order-rows.ts';
import { annualize, expectedValue, renderOpportunity } from '../render/opportunity.ts';
import { userName } from '../render/user.ts';

/** Lists a page of opportunities, with the totals of all matches. */
export function listOpportunities(call: ApiCall): object {
  const { data } = call;
  const rows = findOpportunities(call);
  const page = listPage(rows, { call, render: (row) => renderOpportunity(data, row) });
  return { ...page, total_results: rows.length, ...totalsOf(rows, data.organization.currency_symbol) };
}

/** Finds the opportunities that match the filters, in the order of `_order_by`. */
export function findOpportunities(call: ApiCall): OpportunityRow[] {
  const { data, query } = call;
  const tests = [
    filterTest(query, filtersOf(data)),
    queryTest(call, query.get('query'), (text, context) => compileText(text, opportunityKind, context)),
    ofLead(
      call,
      queryTest(call, query.get('lead_query'), (text, context) => compileText(text, leadKind, context)),
    ),
    ofLead(call, queryTest(call, query.get('lead_saved_search_id'), compileSmartView)),
  ].filter((test) => test !== undefined);
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

function queryTest(
  call: ApiCall,
  text: string | null,
  compileWith: (text: string, context: QueryContext) => { readonly test: RowTest } | undefined,
): RowTest | undefined {
  if (text === null || text === '') return undefined;
  const query = compile(call, (context) => compileWith(text, context), undefined);
  return query?.test ?? matchNone;
}

function ofLead(
  { data }: ApiCall,
  test: RowTest | undefined,
): ((row: OpportunityRow) => boolean) | undefined {
  if (test === undefined) return undefined;
  const found = new Set(
    data.leads
      .all()
      .filter(test)
      .map(({ id }) => id),
  );
  return ({ lead_id }) => found.has(lead_id);
}

function compileSmartView(id: string, context: QueryContext): RowQuery | undefined {
  return compileSearch({ type: 'saved_search', saved_search_id: id }, [], context);
}

function filtersOf(data: OrganizationData): Record<string, (row: OpportunityRow) => unknown> {
  const statusOf = (row: OpportunityRow) => data.opportunityStatuses.get(row.status_id);
  return {
    lead_id: (row) => row.lead_id,
    organization_id: (row) => row.organization_id,
    user_id: (row) => row.user_id,
    status_id: (row) => row.status_id,
    status_type: (row) => statusOf(row)?.type,
    status_label: (row) => statusOf(row)?.label,
    status: (row) => statusOf(row)?.label,
    pipeline_id: (row) => statusOf(row)?.pipeline_id,
    value_period: (row) => row.value_period,
    date_won: (row) => row.date_won,
    date_created: (row) => row.date_created,
    date_updated: (row) => row.date_updated,
    is_stalled: () => false,
  };
}

function totalsOf(rows: readonly OpportunityRow[], symbol: string): Record<string, unknown> {
  const count: Record<ValuePeriod, number> = { one_time: 0, monthly: 0, annual: 0 };
  const value = { one_time: 0, monthly: 0, annual: 0, annualized: 0 };
  const expected = { one_time: 0, monthly: 0, annual: 0, annualized: 0 };
  for (const row of rows) {
    count[row.value_period] += 1;
    value[row.value_period] += row.value ?? 0;
    value.annualized += annualize(row, row.value) ?? 0;
    expected[row.value_period] += expectedValue(row) ?? 0;
    expected.annualized += annualize(row, expectedValue(row)) ?? 0;
  }
  const totals: Record<string, unknown> = { count_by_value_period: count };
  for (const period of [...valuePeriods, 'annualized'] as const) {
    totals[`total_value_${period}`] = value[period];
    totals[`total_value_${period}_formatted`] = formatCents(symbol, value[period]);
    totals[`expected_value_${period}`] = expected[period];
    totals[`expected_value_${period}_formatted`] = formatCents(symbol, expected[period]);
  }
  return totals;
}
