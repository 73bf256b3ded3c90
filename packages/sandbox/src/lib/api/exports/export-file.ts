import type { ExportRow } from '../../model/rows/file-rows.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import { renderActivity } from '../render/activity.ts';
import { renderContact } from '../render/contact.ts';
import { renderLead } from '../render/lead.ts';
import { renderOpportunity } from '../render/opportunity.ts';
import { toCsv } from './csv.ts';

const timestampPattern = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})\.\d{6}\+00:00$/;

/** Creates the content of an export from the current data; deleted objects are left out. */
export function exportFile(data: OrganizationData, row: ExportRow): string {
  const lines = row.objectIds.flatMap((id) => linesOf(data, row, id));
  if (row.format === 'json') return JSON.stringify(lines.map((line) => pick(line, row.fields)));
  const columns = row.fields.length > 0 ? row.fields : columnsOf(lines);
  const table = lines.map((line) => columns.map((name) => cell(Reflect.get(line, name), row.date_format)));
  return toCsv([columns, ...table]);
}

/** The name of the file: type, day and format. */
export function exportFileName({ type, format, date_created }: ExportRow): string {
  return `${type}-${date_created.slice(0, 10)}.${format}.gz`;
}

function linesOf(
  data: OrganizationData,
  { type, include_activities, format }: ExportRow,
  id: string,
): object[] {
  if (type === 'opps') {
    const opportunity = data.opportunities.get(id);
    return opportunity === undefined ? [] : [renderOpportunity(data, opportunity)];
  }
  const lead = data.leads.get(id);
  if (lead === undefined) return [];
  if (type === 'lead_opps') return data.opportunities.ofLead(id).map((item) => renderOpportunity(data, item));
  const rendered = renderLead(data, lead, { today: lead.date_updated.slice(0, 10) });
  if (type === 'contacts') {
    const { display_name, status_label }: { display_name?: unknown; status_label?: unknown } = rendered;
    return data.contacts.ofLead(id).map((contact) => ({
      ...renderContact(data, contact),
      lead_name: display_name,
      lead_status: status_label,
    }));
  }
  if (!include_activities || format !== 'json') return [rendered];
  return [{ ...rendered, activities: data.activities.ofLead(id).map((item) => renderActivity(data, item)) }];
}

function pick(line: object, fields: readonly string[]): object {
  if (fields.length === 0) return line;
  return Object.fromEntries(fields.map((name) => [name, Reflect.get(line, name) ?? null]));
}

/** The fields of all lines, without nested ones. */
function columnsOf(lines: readonly object[]): string[] {
  const names = lines.flatMap((line) =>
    Object.entries(line).flatMap(([name, value]) => (isNested(value) ? [] : [name])),
  );
  return [...new Set(names)];
}

function isNested(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !isTexts(value);
}

function isTexts(value: object): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function cell(value: unknown, dateFormat: ExportRow['date_format']): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return formatDate(value, dateFormat);
  return Array.isArray(value) && isTexts(value) ? value.join(', ') : JSON.stringify(value);
}

function formatDate(text: string, dateFormat: ExportRow['date_format']): string {
  const [, date, time] = timestampPattern.exec(text) ?? [];
  if (date === undefined || dateFormat === 'original') return text;
  return dateFormat === 'excel' ? `${date} ${time}` : `${date}T${time}+00:00`;
}
