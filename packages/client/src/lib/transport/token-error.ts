import { toAbortError, toRequestError } from './api-request.ts';
import type { ApiRequest } from './api-request.ts';
import { isCloseApiError } from '../errors/close-api-error.ts';
import type { CloseApiError } from '../errors/close-api-error.ts';
import { isRecord } from '../base/is-record.ts';

/** Codes of ours and of others that say: ask again later. */
const passing = /unavailable|network|time_?out|server_error|rate_limited/;

/**
 * Makes the error of a call whose token source gave no token.
 *
 * | the source's error | our code |
 * |---|---|
 * | `reauthorization_required` | `reauthorization_required` |
 * | a code that says it may pass (`refresh_unavailable`, `store_unavailable`, `timeout`, …), or none of our kind | `network` |
 * | any other code (`client_misconfigured`, `record_unreadable`, …) | `unauthorized`, without a status |
 *
 * @param cause - What the source rejected with; kept as the cause.
 * @param request - The request that needed the token.
 * @returns The error, to be thrown.
 */
export function toTokenError(cause: unknown, request: ApiRequest): CloseApiError {
  if (request.signal?.aborted) return toAbortError(request);
  const code = codeOf(cause);
  const message = `the token source failed${code ? ` with ${code}` : ''}`;
  const backendCode = isCloseApiError(cause) ? cause.backendCode : undefined;
  if (code === 'reauthorization_required')
    return toRequestError(request, code, { message, cause, backendCode });
  const passes = code === undefined || passing.test(code);
  return toRequestError(request, passes ? 'network' : 'unauthorized', { message, cause });
}

/** Codes like `ECONNREFUSED` or numbers come from below the source: a failure of transport. */
function codeOf(cause: unknown): string | undefined {
  const code = isRecord(cause) ? cause['code'] : undefined;
  return typeof code === 'string' && /^[a-z_]+$/.test(code) ? code : undefined;
}
