import { assertArgument } from '../base/assert-argument.ts';
import type { CloseConnection } from '../connection/open-connection.ts';
import { parseExportOptions } from './export-options.ts';
import type { ReadExportOptions } from './export-options.ts';
import { openExport } from './open-export.ts';

/**
 * Waits for the file of an export and returns it decompressed, as a stream: CSV or JSON, as the export was
 * created.
 *
 * @param close - The client or connection.
 * @param exportId - The id of the export.
 * @param options - Signal, time limits, headers, retries, progress.
 * @returns A response with the file. Its body fails with a `CloseApiError`: `aborted`, `timeout`, `network` when
 * the file is cut, `decode` when it is damaged. Cancel a body that is not read to its end.
 * @throws TypeError when an argument is wrong.
 * @throws CloseApiError when a call fails, when Close reports `error` (`server_error`), or when the file is not
 * ready within `maxWaitMs` (`timeout`).
 * @example
 * const { id } = await close.exports.createLead({ type: 'contacts', format: 'csv' });
 * const response = await downloadExport(close, id);
 */
export async function downloadExport(
  close: CloseConnection,
  exportId: string,
  options: ReadExportOptions = {},
): Promise<Response> {
  const settings = parseExportOptions(close, options, 'downloadExport');
  assertArgument(typeof exportId === 'string' && exportId !== '', ['downloadExport', 'exportId'], 'an id');
  const { file, format } = await openExport(exportId, settings, new AbortController().signal);
  const type = format === 'csv' ? 'text/csv' : 'application/json';
  return new Response(file, { headers: { 'content-type': `${type}; charset=utf-8` } });
}
