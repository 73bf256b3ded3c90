import { isRecord } from '../base/is-record.ts';
import { isCloseApiError } from '../errors/close-api-error.ts';
import type { CloseApiError, CloseApiErrorCode } from '../errors/close-api-error.ts';
import type { Call } from '../transport/call.ts';

/** Error codes of temporary failures, from this package and from token sources. */
const temporary = /unavailable|network|time_?out|server_error|rate_limited/;

/**
 * Creates the error of a call whose token source failed.
 *
 * | the source's error | our code |
 * |---|---|
 * | `reauthorization_required` | `reauthorization_required` |
 * | the code of a temporary failure (`refresh_unavailable`, `store_unavailable`, `timeout`, …), or no such code | `network` |
 * | any other code (`client_misconfigured`, `record_unreadable`, …) | `unauthorized`, without a status |
 */
export function toTokenError(cause: unknown, call: Call): CloseApiError {
  if (call.ended !== undefined && cause === call.ended) return call.ended;
  const code = codeOf(cause);
  const message = `The token source failed${code ? ` with ${code}` : ''}. Check the cause.`;
  const backendCode = isCloseApiError(cause) ? cause.backendCode : undefined;
  return call.error(toCode(code), message, { cause, backendCode });
}

function toCode(code: string | undefined): CloseApiErrorCode {
  if (code === 'reauthorization_required') return code;
  return code === undefined || temporary.test(code) ? 'network' : 'unauthorized';
}

/** Codes such as `ECONNREFUSED`, or numbers, come from the transport of the source. */
function codeOf(cause: unknown): string | undefined {
  const code = isRecord(cause) ? cause['code'] : undefined;
  return typeof code === 'string' && /^[a-z_]+$/.test(code) ? code : undefined;
}
