import { timestampOf } from '../base/api-call.ts';
import type { ApiCall } from '../base/api-call.ts';
import { listPage } from '../base/list-page.ts';
import { sortedRows } from '../base/order-rows.ts';
import { readFields } from '../base/select-fields.ts';
import { matchAll } from '../query/query-context.ts';
import { renderLead } from '../render/lead.ts';
import { leadQuery } from './find-leads.ts';

/** Lists a page of leads, with the number of all that the query finds. */
export function listLeads(call: ApiCall): object {
  const { data, query } = call;
  const { test, order } = leadQuery(call, query.get('query') ?? '');
  const today = timestampOf(call).slice(0, 10);
  const isWanted = readFields(query.get('_fields'));
  const page = listPage(sortedRows(data.leads, order), {
    call,
    maxLimit: call.ceilings.leadPageSize,
    test,
    render: (lead) => renderLead(data, lead, { today, isWanted }),
  });
  const total = test === matchAll ? data.leads.count() : data.leads.all().filter(test).length;
  return { ...page, total_results: total };
}
