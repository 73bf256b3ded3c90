import { assertArgument } from '../base/assert-argument.ts';
import { isRecord } from '../base/is-record.ts';
import type { CloseCallEvent, CloseHooks } from './hooks.ts';

/** Where {@link debug} writes: `console`, or the logger of an app. */
export interface DebugLogger {
  /**
   * Writes one line.
   *
   * @param line - The line.
   */
  debug(line: string): void;
}

/**
 * Creates hooks that write a line for each request, response, retry and failure. Lines have operation, method,
 * path, status, error code and durations, but no query, headers, bodies or messages of the server.
 *
 * @param logger - Has a method `debug`.
 * @returns Hooks for `watch`.
 * @throws TypeError when `logger` has no method `debug`.
 * @example
 * watch(close, debug(console));
 * // closekit leads_get GET /lead/lead_1/ #1: sent
 * // closekit leads_get GET /lead/lead_1/ #1: 503 in 48 ms
 * // closekit leads_get GET /lead/lead_1/ #1: 503, again in 210 ms
 */
export function debug(logger: DebugLogger): CloseHooks {
  const given: unknown = logger;
  const isLogger = isRecord(given) && typeof given['debug'] === 'function';
  assertArgument(isLogger, ['debug', 'logger'], 'an object with a method `debug`, such as console');
  const write = (event: CloseCallEvent, text: string): void => {
    const { operation, method, path, attempt } = event;
    const subject = operation === undefined ? '' : ` ${operation}`;
    logger.debug(`closekit${subject} ${method} ${path} #${attempt}: ${text}`);
  };
  return {
    onRequest: (event) => write(event, 'sent'),
    onResponse: (event) => write(event, `${event.status} in ${Math.round(event.durationMs)} ms`),
    onRetry: (event) => write(event, `${reasonOf(event)}, again in ${Math.round(event.delayMs)} ms`),
    onError: (event) =>
      write(event, `failed with ${reasonOf(event)} after ${Math.round(event.durationMs)} ms`),
  };
}

interface Failure {
  readonly status?: number | undefined;
  readonly error: { readonly code: string; readonly status: number | undefined } | undefined;
}

/** Codes and statuses only: messages repeat what the server has said. */
function reasonOf({ error, status = error?.status }: Failure): string {
  return [error?.code, status].filter((part) => part !== undefined).join(' ');
}
