import { isRecord } from '../../base/is-record.ts';
import { closeTimestamp } from '../../model/close-timestamp.ts';
import { authoredBy } from '../../model/rows/record-rows.ts';
import type { ExportRow } from '../../model/rows/file-rows.ts';
import { newOrigin, rowOf, notFound } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { listPage, newestFirst, selectFields } from '../base/list-page.ts';
import { refuseUnread, TrackedQuery } from '../base/read-request.ts';
import { findOpportunities } from '../records/find-opportunities.ts';
import { everyLead, selectLeads } from '../search/search-routes.ts';
import { downloadUrl, exportProgress } from './export-file.ts';

type ExportTest = (row: ExportRow) => boolean;

export const exportRoutes: readonly ApiRoute[] = [
  { method: 'POST', path: '/export/lead/', handle: exportLeads },
  { method: 'POST', path: '/export/opportunity/', handle: exportOpportunities },
  ...readRoutes('/export/', () => true),
  ...readRoutes('/export/lead/', ({ type }) => type !== 'opps'),
  ...readRoutes('/export/opportunity/', ({ type }) => type === 'opps'),
];

function readRoutes(path: `/${string}/`, isWanted: ExportTest): ApiRoute[] {
  return [
    { method: 'GET', path, handle: (call) => list(call, isWanted) },
    { method: 'GET', path: `${path}{id}/`, handle: (call) => get(call, isWanted) },
  ];
}

function exportLeads(call: ApiCall): object {
  const { body } = call;
  const type = (['contacts', 'lead_opps'] as const).find((item) => item === body['type']) ?? 'leads';
  const { s_query = everyLead, results_limit = null, sort = [] } = body;
  const request = { s_query, results_limit, sort };
  return start(call, { type, request, objectIds: selectLeads(call, body) });
}

function exportOpportunities(call: ApiCall): object {
  const params = isRecord(call.body['params']) ? call.body['params'] : {};
  const filters = Object.entries(params).map(([name, value]) => [name, String(value)]);
  const filtered = { ...call, query: new TrackedQuery(filters) };
  const found = findOpportunities(filtered);
  refuseUnread(filtered);
  return start(call, { type: 'opps', request: { params }, objectIds: found.map(({ id }) => id) });
}

function start(call: ApiCall, chosen: Pick<ExportRow, 'type' | 'request' | 'objectIds'>): object {
  const { body, data, now } = call;
  const origin = newOrigin(call, 'expo_');
  const row: ExportRow = {
    ...authoredBy(origin),
    ...chosen,
    format: body['format'] === 'json' ? 'json' : 'csv',
    date_format: (['iso8601', 'excel'] as const).find((item) => item === body['date_format']) ?? 'original',
    fields: Array.isArray(body['fields']) ? body['fields'].map(String) : [],
    send_done_email: body['send_done_email'] !== false,
    include_activities: body['include_activities'] === true,
    startedAt: now,
  };
  return render(call, data.exports.add(row));
}

function list(call: ApiCall, test: ExportTest): object {
  const rows = newestFirst(call.data.exports.all().toReversed());
  return listPage(rows, { call, test, render: (row) => render(call, row) });
}

function get(call: ApiCall, isWanted: ExportTest): object {
  const row = rowOf(call, call.data.exports);
  if (!isWanted(row)) throw notFound();
  return selectFields(render(call, row), call.query.get('_fields'));
}

function render(call: ApiCall, row: ExportRow): object {
  const { request, startedAt: _startedAt, objectIds: _objectIds, include_activities: _own, ...shared } = row;
  const { status, total, processed, movedMs } = exportProgress(row, call.now);
  return {
    ...shared,
    ...request,
    status,
    n_docs: total,
    n_docs_processed: processed,
    download_url: status === 'done' ? downloadUrl(call, row) : null,
    date_updated: closeTimestamp(call.now - movedMs),
  };
}
