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

/** Creates the error of a response that is not ok. `body` is its parsed JSON, or its text. */
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
  // Sent by a backend that keeps the connection, when the user has to connect again.
  if (status === 401 && body.backendCode === 'reauthorization_required') return 'reauthorization_required';
  return codes[status] ?? (status >= 400 && status < 500 ? 'invalid_request' : 'server_error');
}

function toMessage(status: number, body: ErrorBody, operation: string | undefined): string {
  const fields = Object.entries(body.fieldErrors).map(([field, text]) => `${field}: ${text}`);
  const said = [...body.errors, ...fields].join('; ').slice(0, 300);
  const advice = status < 400 ? 'Redirects are not followed. Check `baseUrl`.' : 'Check the response.';
  const text = (said || advice).replace(/\.?$/, '.');
  const subject = operation === undefined ? '' : `${operation}: `;
  return `${subject}The server responded with ${status}: ${text}`;
}
