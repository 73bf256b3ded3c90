import type { Clock } from '../base/clock.ts';
import { CloseApiError } from '../errors/close-api-error.ts';
import type { CloseApiErrorCode } from '../errors/close-api-error.ts';
import { notify } from '../files/notify.ts';
import type { ExportProgress, ExportSettings } from './export-options.ts';
import { requestExport } from './request-export.ts';
import type { FoundExport } from './request-export.ts';

/** An export whose file is ready. */
export interface ReadyExport {
  /** The URL of the file; good for about a minute. */
  readonly url: URL;
  readonly format: FoundExport['format'];
  readonly progress: ExportProgress;
}

const firstPauseMs = 1_000;
const longestPauseMs = 10_000;

/**
 * Asks for the status of an export until its file is ready, at growing intervals.
 *
 * @throws CloseApiError `server_error` when the export has failed, `timeout` when it takes too long.
 */
export async function waitForExport(
  id: string,
  settings: ExportSettings,
  stop: AbortSignal,
): Promise<ReadyExport> {
  const { context, maxWaitMs, onProgress, request } = settings;
  const until = context.clock.now() + maxWaitMs;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 1.5, longestPauseMs)) {
    const found = await requestExport('exports_get /export/{id}/ GET', [id], { settings, stop });
    const progress = toProgress(found);
    notify(onProgress, progress);
    if (found.status === 'error') throw fail('server_error', 'The export failed at Close. Create it again.');
    if (found.download_url && URL.canParse(found.download_url))
      return { url: new URL(found.download_url), format: found.format, progress };
    if (context.clock.now() + pauseMs > until)
      throw fail('timeout', `The export is not ready within \`maxWaitMs\`, ${maxWaitMs} ms. Wait longer.`);
    await pause(pauseMs, context.clock, [request.signal, stop]);
  }
}

function toProgress({ id, status, n_docs, n_docs_processed }: FoundExport): ExportProgress {
  const processed = n_docs_processed ?? 0;
  return { exportId: id, status, processed, total: n_docs ?? undefined, transferred: 0 };
}

function fail(code: CloseApiErrorCode, message: string): CloseApiError {
  return new CloseApiError(code, `exports_get: ${message}`, { operation: 'exports_get' });
}

/** Waits, at most until one of the signals aborts: the request that follows reports it. */
async function pause(
  durationMs: number,
  clock: Clock,
  signals: readonly (AbortSignal | undefined)[],
): Promise<void> {
  const controller = new AbortController();
  const wake = (): void => controller.abort();
  for (const signal of signals) signal?.addEventListener('abort', wake, { once: true });
  if (signals.every((signal) => !signal?.aborted)) await clock.sleep(durationMs, controller.signal);
  for (const signal of signals) signal?.removeEventListener('abort', wake);
}
