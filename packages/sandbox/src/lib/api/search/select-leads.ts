import type { ApiCall } from '../base/api-call.ts';
import { findLeads } from '../records/find-leads.ts';
import { findLeadIds } from './search-routes.ts';

/** Selects leads: a query of the search grammar, a text of the older language, or both. Default: all leads. */
export interface LeadSelection {
  readonly s_query?: unknown;
  readonly query?: unknown;
  readonly sort?: unknown;
  readonly results_limit?: unknown;
}

/** Every lead, as a query of the search grammar. */
export const everyLead = { type: 'object_type', object_type: 'lead' } as const;

/** The ids of the selected leads, in their order. */
export function selectLeads(call: ApiCall, { s_query, query, sort, results_limit }: LeadSelection): string[] {
  const found = findLeadIds(call, s_query ?? everyLead, sort);
  const text = typeof query === 'string' ? new Set(findLeads(call, query).map(({ id }) => id)) : undefined;
  const ids = found.filter((id) => text?.has(id) ?? true);
  return typeof results_limit === 'number' ? ids.slice(0, results_limit) : ids;
}
