import { attachmentHeaders, isSigned, refuseStorage, signedUrl } from '../files/storage.ts';
import type { StorageOptions } from '../files/serve-file.ts';
import type { ExportRow } from '../../model/rows/file-rows.ts';
import type { ApiCall } from '../base/api-call.ts';
import { exportFile, exportFileName } from './export-file.ts';
import { exportProgress } from './export-progress.ts';

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
  const isDone = exportProgress(row.objectIds.length, now() - row.startedAt).status === 'done';
  if (!isDone || !isSigned(request.url, now())) return refuseStorage(403, 'AccessDenied');
  const content = new Blob([exportFile(data, row)]).stream();
  return new Response(content.pipeThrough(new CompressionStream('gzip')), {
    headers: attachmentHeaders('application/gzip', exportFileName(row)),
  });
}
