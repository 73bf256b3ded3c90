import { assertArgument } from '../base/assert-argument.ts';
import { isRecord } from '../base/is-record.ts';
import type { RequestOptions } from '../operations/request-options.ts';
import type { OperationContext } from '../operations/send-operation.ts';
import type { CallLimits } from '../transport/call-limits.ts';
import { parseHeaders } from '../transport/parse-headers.ts';
import { parseLimits } from '../transport/call-limits.ts';

/** The progress of a transfer. */
export interface FileProgress {
  /** Bytes transferred so far. */
  readonly transferred: number;
  /** Bytes of the whole file; `undefined` when the server does not say. */
  readonly total: number | undefined;
}

/** Options of {@link downloadFile} and {@link streamResponse}. */
export interface StreamOptions extends RequestOptions {
  /**
   * Time limit in milliseconds for the response to begin, and then for each wait for more of its body. A long
   * body has no other limit. Default: that of the client.
   */
  readonly timeoutMs?: number | undefined;
  /**
   * Time limit in milliseconds until the response begins, with all attempts and waits; a redirect has its own.
   * Default: that of the client.
   */
  readonly totalTimeoutMs?: number | undefined;
  /** Aborts the call, and later its body. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Called after each part of the body that was read.
   *
   * @param progress - Bytes so far, and of the whole body where the server declares them.
   */
  readonly onProgress?: ((progress: FileProgress) => void) | undefined;
}

/** The options of a stream, checked. */
export interface StreamSettings {
  readonly signals: readonly (AbortSignal | undefined)[];
  readonly headers: Readonly<Record<string, string>>;
  readonly limits: CallLimits;
  readonly onProgress: ((progress: FileProgress) => void) | undefined;
}

/**
 * Checks the options of a stream, and fills in the defaults of the client.
 *
 * @throws TypeError naming the wrong option.
 */
export function parseStreamOptions(
  options: StreamOptions,
  { defaults }: OperationContext,
  caller: string,
): StreamSettings {
  const given: unknown = options;
  assertArgument(isRecord(given), [caller, 'options'], 'an object');
  const { signal, onProgress, headers } = options;
  const isSignal = signal === undefined || typeof signal?.aborted === 'boolean';
  assertArgument(isSignal, [caller, 'signal'], 'an AbortSignal');
  const isListener = onProgress === undefined || typeof onProgress === 'function';
  assertArgument(isListener, [caller, 'onProgress'], 'a function');
  return {
    signals: [signal],
    headers: parseHeaders(headers, defaults.headers, caller),
    limits: parseLimits(options, defaults.limits, caller),
    onProgress,
  };
}
