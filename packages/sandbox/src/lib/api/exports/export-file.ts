import type { OrganizationData } from '../../model/organization-data.ts';
import type { ExportRow } from '../../model/rows/file-rows.ts';
import { renderActivity } from '../render/activity.ts';
import { renderContact } from '../render/contact.ts';
import { leadDisplayName, renderLead } from '../render/lead.ts';
import { renderOpportunity } from '../render/opportunity.ts';
import { toCsv } from './csv.ts';

/** Creates the content of an export from the current data; deleted objects are left out. */
export function exportFile(data: OrganizationData, row: ExportRow): string {
  const lines = row.objectIds.flatMap((id) => linesOf(data, row, id));
  if (row.format === 'json') return JSON.stringify(lines.map((line) => pick(line, row.fields)));
  const columns = row.fields.length > 0 ? row.fields : columnsOf(lines);
  const table = lines.map((line) => columns.map((name) => cell(Reflect.get(line, name), row.date_format)));
  return toCsv([columns, ...table]);
}

export function exportFileName({ type, format, date_created }: ExportRow): string {
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
