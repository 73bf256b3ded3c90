import type { ExportRow } from '../../model/rows/export-row.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { ApiCall } from '../base/api-call.ts';
import { exportFile, exportFileName } from './export-file.ts';
import { exportProgress } from './export-progress.ts';

const linkLifetimeMs = 60_000;
const downloadFolder = '/api/v1/export/file';

/** The path of downloads. Close serves them from another host under unpredictable URLs. */
export const downloadPath = '/api/v1/export/file/:id/:name';

/** Creates a URL of the file that works without a credential and expires after a minute. */
export function downloadUrl({ origin, now }: ApiCall, row: ExportRow): string {
  return `${origin}${downloadFolder}/${row.id}/${exportFileName(row)}?expires=${now + linkLifetimeMs}`;
}

/** The options of {@link serveDownload}. */
export interface DownloadOptions {
  readonly organizations: () => readonly OrganizationData[];
  readonly now: () => number;
}

/** Serves a download: a gzip file, or an XML error like that of a file store. */
export function serveDownload(
  request: Request,
  id: string,
  { organizations, now }: DownloadOptions,
): Response {
  const data = organizations().find(({ exports }) => exports.get(id) !== undefined);
  const row = data?.exports.get(id);
  if (data === undefined || row === undefined) return refuse(404, 'NoSuchKey');
  const isDone = exportProgress(row.objectIds.length, now() - row.startedAt).status === 'done';
  const expiresAt = Number(new URL(request.url).searchParams.get('expires'));
  if (!isDone || !(expiresAt > now())) return refuse(403, 'AccessDenied');
  const content = new Blob([exportFile(data, row)]).stream();
  return new Response(content.pipeThrough(new CompressionStream('gzip')), {
    headers: {
      'content-type': 'application/gzip',
      'content-disposition': `attachment; filename="${exportFileName(row)}"`,
    },
  });
}

function refuse(status: number, code: string): Response {
  return new Response(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code></Error>`, {
    status,
    headers: { 'content-type': 'application/xml' },
  });
}
