import { isRecord } from '../../base/is-record.ts';
import { closeTimestamp } from '../../model/close-timestamp.ts';
import { authoredBy } from '../../model/rows/record-rows.ts';
import type { ExportRow } from '../../model/organization-data.ts';
import { newOrigin } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { refuseUnread, TrackedQuery } from '../base/read-request.ts';
import { routesOfResource } from '../base/resource.ts';
import type { Resource } from '../base/resource.ts';
import { findOpportunities } from '../records/find-opportunities.ts';
import { everyLead, selectLeads } from '../search/search-routes.ts';
import { downloadUrl, exportProgress } from './export-file.ts';

export const exportRoutes: readonly ApiRoute[] = [
  ...routesAt('/export/', {}),
  ...routesAt('/export/lead/', { isOwn: ({ type }) => type !== 'opps', add: exportLeads }),
  ...routesAt('/export/opportunity/', { isOwn: ({ type }) => type === 'opps', add: exportOpportunities }),
];

function routesAt(path: Resource['path'], served: Pick<Resource<ExportRow>, 'isOwn' | 'add'>): ApiRoute[] {
  const resource: Resource<ExportRow> = {
    path,
    rows: ({ exports }) => exports,
    isNewestFirst: true,
    read: () => ({}),
    render,
    ...served,
  };
  return routesOfResource(resource);
}

function exportLeads(call: ApiCall): ExportRow {
  const { body } = call;
  const type = (['contacts', 'lead_opps'] as const).find((item) => item === body['type']) ?? 'leads';
  const { s_query = everyLead, results_limit = null, sort = [] } = body;
  const request = { s_query, results_limit, sort };
  return start(call, { type, request, objectIds: selectLeads(call, body) });
}

function exportOpportunities(call: ApiCall): ExportRow {
  const params = isRecord(call.body['params']) ? call.body['params'] : {};
  const filters = Object.entries(params).map(([name, value]) => [name, String(value)]);
  const filtered = { ...call, query: new TrackedQuery(filters) };
  const found = findOpportunities(filtered);
  refuseUnread(filtered);
  return start(call, { type: 'opps', request: { params }, objectIds: found.map(({ id }) => id) });
}

function start(call: ApiCall, chosen: Pick<ExportRow, 'type' | 'request' | 'objectIds'>): ExportRow {
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
  return data.exports.add(row);
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
