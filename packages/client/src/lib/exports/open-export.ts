import { CloseApiError } from '../errors/close-api-error.ts';
import type { ByteStream } from '../files/guard-body.ts';
import { openFile } from '../files/download-file.ts';
import { isSafe } from '../files/file-url.ts';
import { notify } from '../files/notify.ts';
import { unwrapStream } from '../files/open-stream.ts';
import type { OpenStream } from '../files/open-stream.ts';
import type { Call } from '../transport/call.ts';
import type { ExportSettings } from './export-options.ts';
import { gunzip } from './gunzip.ts';
import { waitForExport } from './wait-for-export.ts';
import type { ReadyExport } from './wait-for-export.ts';

/** The plain file of an export. */
export interface OpenExport {
  readonly file: ByteStream;
  readonly format: ReadyExport['format'];
  readonly call: Call;
}

/**
 * Waits for the file of an export and opens it. The file is at a storage host and gets no credential.
 *
 * @throws CloseApiError when the export or the download fails.
 */
export async function openExport(
  id: string,
  settings: ExportSettings,
  stop: AbortSignal,
): Promise<OpenExport> {
  let ready = await waitForExport(id, settings, stop);
  let opened = await download(ready, settings, stop);
  if (opened.response.status === 403) {
    // The link has expired while the request waited; Close creates another one.
    ready = await waitForExport(id, settings, stop);
    opened = await download(ready, settings, stop);
  }
  const { body } = unwrapStream(opened, settings.context.now);
  const { call } = opened;
  if (!body) throw call.error('decode', 'The file of the export is empty. Create it again.');
  return { file: await gunzip(body, call), format: ready.format, call };
}

function download(
  { url, progress }: ReadyExport,
  { context, stream, onProgress }: ExportSettings,
  stop: AbortSignal,
): Promise<OpenStream> {
  if (!isSafe(url, true)) {
    throw new CloseApiError('decode', 'exports_get: The URL of the file is no https URL. Check `baseUrl`.', {
      operation: 'exports_get',
    });
  }
  return openFile({ url, isClose: false }, context, {
    ...stream,
    signals: [...stream.signals, stop],
    onProgress: ({ transferred }) => notify(onProgress, { ...progress, transferred }),
  });
}
