import type { ExportStatus } from '../../generated/schema.ts';
import { assertArgument } from '../base/assert-argument.ts';
import type { CloseConnection } from '../connection/open-connection.ts';
import { parseStreamOptions } from '../files/stream-options.ts';
import type { StreamSettings } from '../files/stream-options.ts';
import { contextOf } from '../operations/connection-context.ts';
import type { RequestOptions } from '../operations/request-options.ts';
import type { OperationContext } from '../operations/send-operation.ts';

/** The progress of an export. */
export interface ExportProgress {
  /** The id of the export, for {@link readExport} or {@link downloadExport}. */
  readonly exportId: string;
  /** The status at Close; `done` when the file is transferred. */
  readonly status: ExportStatus;
  /** Objects that Close has processed. */
  readonly processed: number;
  /** Objects of the export; `undefined` until Close has counted them. */
  readonly total: number | undefined;
  /** Bytes of the file transferred so far; the file is compressed. */
  readonly transferred: number;
}

/** Options of exports. */
export interface ReadExportOptions extends RequestOptions {
  /**
   * Time limit in milliseconds for each request, and then for each wait for more of the file. Default: that of
   * the client.
   */
  readonly timeoutMs?: number | undefined;
  /**
   * Time limit in milliseconds of each request until its response begins, with all attempts and waits. Default:
   * that of the client.
   */
  readonly totalTimeoutMs?: number | undefined;
  /** Maximum time in milliseconds for Close to create the file. Default: 3,600,000. */
  readonly maxWaitMs?: number | undefined;
  /** `bulk` lets other calls of the same endpoint group go first. Default: `bulk`. */
  readonly priority?: 'normal' | 'bulk' | undefined;
  /** Aborts the wait or the transfer. The export at Close goes on. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Called whenever Close was asked for the status, and after each part of the file that was read.
   *
   * @param progress - The progress.
   */
  readonly onProgress?: ((progress: ExportProgress) => void) | undefined;
}

/** The checked settings of an export. */
export interface ExportSettings {
  readonly close: CloseConnection;
  readonly context: OperationContext;
  readonly stream: StreamSettings;
  /** Options of the requests to the API. */
  readonly request: RequestOptions;
  readonly maxWaitMs: number;
  readonly onProgress: ((progress: ExportProgress) => void) | undefined;
}

const hourMs = 3_600_000;

/**
 * Checks the options of an export.
 *
 * @throws TypeError naming the wrong option.
 */
export function parseExportOptions(
  close: CloseConnection,
  options: ReadExportOptions,
  caller: string,
): ExportSettings {
  const context = contextOf(close, caller);
  const { maxWaitMs = hourMs, onProgress, priority = 'bulk', ...rest } = options;
  assertArgument(typeof maxWaitMs === 'number' && maxWaitMs > 0, [caller, 'maxWaitMs'], 'a positive number');
  const isListener = onProgress === undefined || typeof onProgress === 'function';
  assertArgument(isListener, [caller, 'onProgress'], 'a function');
  const request = { ...rest, priority };
  return {
    close,
    context,
    stream: parseStreamOptions(request, context, caller),
    request,
    maxWaitMs,
    onProgress,
  };
}
