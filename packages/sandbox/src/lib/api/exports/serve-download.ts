import type { ExportRow } from '../../model/rows/file-rows.ts';
import type { ApiCall } from '../base/api-call.ts';
import type { StorageOptions } from '../files/serve-file.ts';
import { attachmentHeaders, isSigned, refuseStorage, signedUrl } from '../files/storage.ts';
import { exportFile, exportFileName } from './export-file.ts';

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
