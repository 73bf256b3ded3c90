import type { CloseConnection } from '../connection/open-connection.ts';
import { assertArgument } from '../base/assert-argument.ts';
import { stoppable } from '../paging/stoppable.ts';
import type { LeadExportCreate, OpportunityExportCreate } from '../../generated/schema.ts';
import { parseExportOptions } from './export-options.ts';
import type { ReadExportOptions, ExportSettings } from './export-options.ts';
import { toCoded } from './gunzip.ts';
import { openExport } from './open-export.ts';
import { requestExport } from './request-export.ts';
import { RowSplitter } from './row-splitter.ts';

/** A row of an export: a lead, a contact or an opportunity. Which members it has depends on the export. */
export type ExportedRow = Readonly<Record<string, unknown>>;

/** An export of leads, of their contacts or of their opportunities, as JSON. */
export type LeadExport = Omit<LeadExportCreate, 'format' | 'date_format'>;

/** An export of opportunities, as JSON. */
export type OpportunityExport = Omit<OpportunityExportCreate, 'format' | 'date_format'>;

/**
 * Exports leads, their contacts or their opportunities, row by row: creates the export at Close, waits for its
 * file, and reads it as it arrives. Memory holds one row and one piece of the file, however long the file is.
 *
 * Nothing is sent before the first row is requested, and leaving the loop cancels what is under way. The rows
 * can be read once. When the file is cut in its middle, call {@link readExport} with `exportId` of the progress.
 *
 * Close sends an email when the export is done, unless `send_done_email` is `false`.
 *
 * @param close - The client or connection.
 * @param body - The export. Without `s_query` it has all leads.
 * @param options - Signal, time limits, headers, retries, progress.
 * @returns The rows.
 * @throws TypeError when an argument is wrong.
 * @throws CloseApiError while the rows are read: when a call fails, when Close reports `error` (`server_error`),
 * when the file is not ready within `maxWaitMs` (`timeout`), or when it is cut (`network`) or damaged (`decode`).
 * @example
 * for await (const lead of exportLeads(close, { type: 'leads', send_done_email: false })) console.log(lead);
 */
export function exportLeads(
  close: CloseConnection,
  body: LeadExport,
  options: ReadExportOptions = {},
): AsyncIterableIterator<ExportedRow> {
  const settings = parseExportOptions(close, options, 'exportLeads');
  return readRows(create('exports_create_lead /export/lead/ POST', body, settings), settings);
}

/**
 * Exports opportunities, row by row: see {@link exportLeads}.
 *
 * @param close - The client or connection.
 * @param body - The export. Without `params` it has all opportunities.
 * @param options - Signal, time limits, headers, retries, progress.
 * @returns The rows.
 * @throws TypeError when an argument is wrong.
 * @throws CloseApiError while the rows are read, as those of {@link exportLeads}.
 * @example
 * for await (const deal of exportOpportunities(close, { params: { status_type: ['won'] } })) console.log(deal);
 */
export function exportOpportunities(
  close: CloseConnection,
  body: OpportunityExport,
  options: ReadExportOptions = {},
): AsyncIterableIterator<ExportedRow> {
  const settings = parseExportOptions(close, options, 'exportOpportunities');
  return readRows(create('exports_create_opportunity /export/opportunity/ POST', body, settings), settings);
}

/**
 * Reads the rows of an export that was created before, with the format `json`.
 *
 * @param close - The client or connection.
 * @param exportId - The id of the export.
 * @param options - Signal, time limits, headers, retries, progress.
 * @returns The rows.
 * @throws TypeError when an argument is wrong.
 * @throws CloseApiError while the rows are read, as those of {@link exportLeads}.
 */
export function readExport(
  close: CloseConnection,
  exportId: string,
  options: ReadExportOptions = {},
): AsyncIterableIterator<ExportedRow> {
  const settings = parseExportOptions(close, options, 'readExport');
  assertArgument(typeof exportId === 'string' && exportId !== '', ['readExport', 'exportId'], 'an id');
  return readRows(async () => exportId, settings);
}

/** Creates an export, or names one that exists. */
type FindId = (stop: AbortSignal) => Promise<string>;

function create(row: string, body: object, settings: ExportSettings): FindId {
  return async (stop) => {
    const values = [{ ...body, format: 'json' }];
    return (await requestExport(row, values, { settings, stop })).id;
  };
}

function readRows(findId: FindId, settings: ExportSettings): AsyncIterableIterator<ExportedRow> {
  return stoppable((stop) => rowsOf(findId, settings, stop));
}

async function* rowsOf(
  findId: FindId,
  settings: ExportSettings,
  stop: AbortSignal,
): AsyncGenerator<ExportedRow> {
  try {
    const { file, call } = await openExport(await findId(stop), settings, stop);
    try {
      yield* split(file);
    } catch (cause) {
      throw toCoded(cause, call);
    }
  } catch (error) {
    // The consumer has left, so the cancelled transfer is not reported.
    if (!stop.aborted) throw error;
  }
}

async function* split(file: ReadableStream<Uint8Array>): AsyncGenerator<ExportedRow> {
  const reader = file.getReader();
  const decoder = new TextDecoder();
  const splitter = new RowSplitter();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      const rows = splitter.push(done ? decoder.decode() : decoder.decode(value, { stream: true }));
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- rows are what Close exports
      yield* rows as ExportedRow[];
      if (done) return splitter.finish();
    }
  } finally {
    void reader.cancel().catch(() => {});
  }
}
