import type { OrganizationData, ExportRow } from '../../model/organization-data.ts';
import type { ApiCall } from '../base/api-call.ts';
import type { StorageOptions } from '../files/file-routes.ts';
import { attachmentHeaders, isSigned, refuseStorage, signedUrl } from '../files/file-routes.ts';
import { renderActivity, leadDisplayName, renderContact, renderLead } from '../render/records.ts';
import { renderOpportunity } from '../render/records.ts';

const startsAfterMs = 800;
const countedAfterMs = 1800;
const msPerObject = 4;

export interface ExportProgress {
  readonly status: 'created' | 'started' | 'in_progress' | 'done';
  /** Number of objects; `null` until they are counted. */
  readonly total: number | null;
  readonly processed: number;
  /** Time since the last progress, in milliseconds. */
  readonly movedMs: number;
}

/** Computes the progress from the elapsed time: wait, count, then process 250 objects a second. */
export function exportProgress({ objectIds, startedAt }: ExportRow, now: number): ExportProgress {
  const [total, elapsedMs] = [objectIds.length, now - startedAt];
  const workedMs = elapsedMs - countedAfterMs;
  const doneMs = total * msPerObject;
  if (elapsedMs < startsAfterMs) return { status: 'created', total: null, processed: 0, movedMs: elapsedMs };
  if (workedMs < 0)
    return { status: 'started', total: null, processed: 0, movedMs: elapsedMs - startsAfterMs };
  if (workedMs >= doneMs) return { status: 'done', total, processed: total, movedMs: workedMs - doneMs };
  return { status: 'in_progress', total, processed: Math.floor(workedMs / msPerObject), movedMs: 0 };
}

/** Creates a URL of the file that works without a credential and expires after a minute. */
export function downloadUrl({ storageOrigin, now }: ApiCall, row: ExportRow): string {
  return signedUrl(storageOrigin, 'export', { id: row.id, name: exportFileName(row), now });
}

/** Serves a download: a gzip file, or an XML error like that of a file store. */
export function serveDownload(
  request: Request,
  id: string,
  { organizations, now }: StorageOptions,
): Response {
  const data = organizations().find(({ exports }) => exports.get(id) !== undefined);
  const row = data?.exports.get(id);
  if (data === undefined || row === undefined) return refuseStorage(404, 'NoSuchKey');
  const isDone = exportProgress(row, now()).status === 'done';
  if (!isDone || !isSigned(request.url, now())) return refuseStorage(403, 'AccessDenied');
  const content = new Blob([exportFile(data, row)]).stream();
  return new Response(content.pipeThrough(new CompressionStream('gzip')), {
    headers: attachmentHeaders('application/gzip', exportFileName(row)),
  });
}

/** Creates the content of an export from the current data; deleted objects are left out. */
function exportFile(data: OrganizationData, row: ExportRow): string {
  const lines = row.objectIds.flatMap((id) => linesOf(data, row, id));
  if (row.format === 'json') return JSON.stringify(lines.map((line) => pick(line, row.fields)));
  const columns = row.fields.length > 0 ? row.fields : columnsOf(lines);
  const table = lines.map((line) => columns.map((name) => cell(Reflect.get(line, name), row.date_format)));
  return toCsv([columns, ...table]);
}

function exportFileName({ type, format, date_created }: ExportRow): string {
  return `${type}-${date_created.slice(0, 10)}.${format}.gz`;
}

function linesOf(data: OrganizationData, row: ExportRow, id: string): object[] {
  const [lead, opportunity] = [data.leads.get(id), data.opportunities.get(id)];
  if (opportunity !== undefined) return [renderOpportunity(data, opportunity)];
  if (lead === undefined) return [];
  switch (row.type) {
    case 'lead_opps':
      return data.opportunities.ofLead(id).map((item) => renderOpportunity(data, item));
    case 'contacts': {
      const lead_status = data.leadStatuses.get(lead.status_id)?.label ?? '';
      const ofLead = { lead_name: leadDisplayName(data, lead), lead_status };
      return data.contacts.ofLead(id).map((contact) => ({ ...renderContact(data, contact), ...ofLead }));
    }
    default: {
      const rendered = renderLead(data, lead, { today: lead.date_updated.slice(0, 10) });
      if (!row.include_activities || row.format !== 'json') return [rendered];
      const activities = data.activities.ofLead(id).map((item) => renderActivity(data, item));
      return [{ ...rendered, activities }];
    }
  }
}

function pick(line: object, fields: readonly string[]): object {
  if (fields.length === 0) return line;
  return Object.fromEntries(fields.map((name) => [name, Reflect.get(line, name) ?? null]));
}

/** The fields of all lines, without nested ones. */
function columnsOf(lines: readonly object[]): string[] {
  const plain = lines.flatMap((line) => Object.entries(line).filter(([, value]) => !isNested(value)));
  return [...new Set(plain.map(([name]) => name))];
}

function isNested(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !isTexts(value);
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function cell(value: unknown, dateFormat: ExportRow['date_format']): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return isTexts(value) ? value.join(', ') : JSON.stringify(value);
  const [, date, time] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)\.\d{6}\+00:00$/.exec(value) ?? [];
  if (date === undefined || dateFormat === 'original') return value;
  return dateFormat === 'excel' ? `${date} ${time}` : `${date}T${time}+00:00`;
}

export function toCsv(lines: readonly (readonly string[])[]): string {
  return lines.map((cells) => `${cells.map(quote).join(',')}\r\n`).join('');
}

function quote(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
