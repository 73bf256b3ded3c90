import type { LeadRow } from '../../model/rows/record-rows.ts';
import { todayOf } from '../base/api-call.ts';
import type { ApiCall } from '../base/api-call.ts';
import { listPage, readFields } from '../base/list-page.ts';
import { sortedRows } from '../base/order-rows.ts';
import { textQuery } from '../query/compile-text.ts';
import { leadKind } from '../query/object-kinds.ts';
import { matchAll } from '../query/row-query.ts';
import { renderLead } from '../render/records.ts';

export function listLeads(call: ApiCall): object {
  const { data, query } = call;
  const { test, order } = textQuery(call, query.get('query') ?? '', leadKind);
  const page = listPage(sortedRows(data.leads, order), {
    call,
    maxLimit: call.ceilings.leadPageSize,
    test,
    render: (lead) => renderWanted(call, lead),
  });
  const total = test === matchAll ? data.leads.count() : data.leads.all().filter(test).length;
  return { ...page, total_results: total };
}

export function renderWanted(call: ApiCall, lead: LeadRow): object {
  const isWanted = readFields(call.query.get('_fields'));
  return renderLead(call.data, lead, { today: todayOf(call), isWanted });
}
