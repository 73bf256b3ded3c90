import type { LeadRow } from '../../model/rows/lead-row.ts';
import { compileText } from '../query/compile-text.ts';
import { compile, matchNone } from '../query/query-context.ts';
import type { QueryCall } from '../query/query-context.ts';
import { leadKind } from '../query/object-kinds.ts';
import { sortedRows } from '../base/order-rows.ts';
import type { RowQuery } from '../query/row-query.ts';

/**
 * Compiles a query text for leads.
 *
 * @throws ApiRefusal 400 when the text does not follow the syntax, or, in strict mode, names what is unknown.
 */
export function leadQuery(call: QueryCall, text: string): RowQuery {
  return compile(call, (context) => compileText(text, leadKind, context), { test: matchNone, order: [] });
}

/** Finds leads by a query text, in the order of its `sort:`. Default: newest first. */
export function findLeads(call: QueryCall, text: string): LeadRow[] {
  const { test, order } = leadQuery(call, text);
  return [...sortedRows(call.data.leads, order)].filter(test);
}
