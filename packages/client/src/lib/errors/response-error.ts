import { CloseApiError } from './close-api-error.ts';
import type { CloseApiErrorCode } from './close-api-error.ts';
import { parseErrorBody } from './error-body.ts';
import type { ErrorBody } from './error-body.ts';
import { retryAfterMs } from './retry-after.ts';

const codes: Readonly<Record<number, CloseApiErrorCode>> = {
  401: 'unauthorized',
  402: 'plan_limit',
  403: 'forbidden',
  404: 'not_found',
  429: 'rate_limited',
};

/**
 * Makes the error of a response that is not ok.
 *
 * @param response - The response, its body read.
 * @param body - That body: parsed JSON, or text.
 * @param call - What belongs to the call; `now` is the time in milliseconds.
 * @returns The error, to be thrown.
 */
export function toResponseError(
  response: Response,
  body: unknown,
  call: { readonly operation: string | undefined; readonly attempts: number; readonly now: number },
): CloseApiError {
  const { status } = response;
  const parsed = parseErrorBody(body);
  return new CloseApiError(toCode(status, parsed), toMessage(status, parsed, call.operation), {
    ...call,
    ...parsed,
    status,
    retryAfterMs: retryAfterMs(response, call.now),
    response,
  });
}

function toCode(status: number, body: ErrorBody): CloseApiErrorCode {
  // Said by a backend that holds the connection, when nobody but the user can mend it.
  if (status === 401 && body.backendCode === 'reauthorization_required') return 'reauthorization_required';
  return codes[status] ?? (status >= 400 && status < 500 ? 'invalid_request' : 'server_error');
}

function toMessage(status: number, body: ErrorBody, operation: string | undefined): string {
  const fields = Object.entries(body.fieldErrors).map(([field, text]) => `${field}: ${text}`);
  const said = [...body.errors, ...fields].join('; ').slice(0, 300);
  const text = said || (status < 400 && 'a redirect, which is not followed');
  return `${operation ? `${operation}: ` : ''}the server responded with ${status}${text ? `: ${text}` : ''}`;
}
