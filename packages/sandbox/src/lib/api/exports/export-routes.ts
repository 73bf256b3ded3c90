import { isRecord } from '../../base/is-record.ts';
import { closeTimestamp } from '../../model/close-timestamp.ts';
import type { ExportRow, ExportType } from '../../model/rows/file-rows.ts';
import { authoredBy } from '../../model/rows/authorship.ts';
import { newOrigin, rowOf } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { notFound } from '../base/api-refusal.ts';
import { findOpportunities } from '../records/list-opportunities.ts';
import { listPage, newestFirst } from '../base/list-page.ts';
import { everyLead, selectLeads } from '../search/select-leads.ts';
import { selectFields } from '../base/select-fields.ts';
import { refuseUnread, TrackedQuery } from '../base/tracked-query.ts';
import { exportProgress } from './export-progress.ts';
import { downloadUrl } from './serve-download.ts';

/** Exports: create, list, get. */
export const exportRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/export/', handle: (call) => list(call, () => true) },
  { method: 'GET', path: '/export/lead/', handle: (call) => list(call, isOfLeads) },
  { method: 'POST', path: '/export/lead/', handle: exportLeads },
  { method: 'GET', path: '/export/opportunity/', handle: (call) => list(call, isOfOpportunities) },
  { method: 'POST', path: '/export/opportunity/', handle: exportOpportunities },
  { method: 'GET', path: '/export/{id}/', handle: (call) => get(call, () => true) },
  { method: 'GET', path: '/export/lead/{id}/', handle: (call) => get(call, isOfLeads) },
  { method: 'GET', path: '/export/opportunity/{id}/', handle: (call) => get(call, isOfOpportunities) },
];

const leadExportTypes = ['leads', 'contacts', 'lead_opps'] as const;
function exportLeads(call: ApiCall): object {
  const { body } = call;
  const type = leadExportTypes.find((item) => item === body['type']) ?? 'leads';
  const { s_query = everyLead, results_limit = null, sort = [] } = body;
  const request = { s_query, results_limit, sort };
  return start(call, { type, request, objectIds: selectLeads(call, body) });
}

function exportOpportunities(call: ApiCall): object {
  const params = isRecord(call.body['params']) ? call.body['params'] : {};
  const query = new TrackedQuery(
    Object.entries(params).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join() : String(value),
    ]),
  );
  const found = findOpportunities({ ...call, query });
  refuseUnread({ ...call, query });
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
  return renderExport(call, data.exports.add(row));
}

function list(call: ApiCall, isWanted: (row: ExportRow) => boolean): object {
  const rows = newestFirst(call.data.exports.all().toReversed()).filter(isWanted);
  return listPage(rows, { call, render: (row) => renderExport(call, row) });
}

function get(call: ApiCall, isWanted: (row: ExportRow) => boolean): object {
  const row = rowOf(call, call.data.exports);
  if (!isWanted(row)) throw notFound();
  return selectFields(renderExport(call, row), call.query.get('_fields'));
}

function renderExport(call: ApiCall, row: ExportRow): object {
  const { status, total, processed, movedMs } = exportProgress(
    row.objectIds.length,
    call.now - row.startedAt,
  );
  const { request, startedAt: _startedAt, objectIds: _objectIds, include_activities: _own, ...shared } = row;
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

function isOfOpportunities({ type }: { type: ExportType }): boolean {
  return type === 'opps';
}

function isOfLeads(row: ExportRow): boolean {
  return !isOfOpportunities(row);
}
