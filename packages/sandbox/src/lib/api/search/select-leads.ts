import type { LeadRow } from '../../model/rows/lead-row.ts';
import type { ApiCall } from '../base/api-call.ts';
import { sortedRows } from '../base/order-rows.ts';
import { textQuery } from '../query/compile-text.ts';
import { leadKind } from '../query/object-kinds.ts';
import type { QueryCall } from '../query/query-context.ts';
import { findLeadIds } from './search-routes.ts';

/** Selects leads: a query of the search grammar, a text of the older language, or both. Default: all leads. */
export interface LeadSelection {
  readonly s_query?: unknown;
  readonly query?: unknown;
  readonly sort?: unknown;
  readonly results_limit?: unknown;
}

export const everyLead = { type: 'object_type', object_type: 'lead' } as const;

export function selectLeads(call: ApiCall, { s_query, query, sort, results_limit }: LeadSelection): string[] {
  const found = findLeadIds(call, s_query ?? everyLead, sort);
  const text = typeof query === 'string' ? new Set(findLeads(call, query).map(({ id }) => id)) : undefined;
  const ids = found.filter((id) => text?.has(id) ?? true);
  return typeof results_limit === 'number' ? ids.slice(0, results_limit) : ids;
}

/** Finds leads by a query text, in the order of its `sort:`. Default: newest first. */
export function findLeads(call: QueryCall, text: string): LeadRow[] {
  const { test, order } = textQuery(call, text, leadKind);
  return [...sortedRows(call.data.leads, order)].filter(test);
}
