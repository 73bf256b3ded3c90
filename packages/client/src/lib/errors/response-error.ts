import { about } from './about.ts';
import { CloseApiError } from './close-api-error.ts';
import type { CloseApiErrorCode, CloseApiErrorDetails } from './close-api-error.ts';
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
 * Creates the error of a response that is not ok.
 *
 * @param response - The response.
 * @param text - Its body.
 * @param call - What is known about the call, and the time in milliseconds since 1970.
 */
export function toResponseError(
  response: Response,
  text: string,
  { now, ...call }: CloseApiErrorDetails & { readonly now: number },
): CloseApiError {
  const { status, headers } = response;
  const body = parseErrorBody(text);
  return new CloseApiError(toCode(status, body), toMessage(status, body, call.operation), {
    ...call,
    ...body,
    status,
    requestId: requestIdOf(headers),
    retryAfterMs: retryAfterMs(response, now),
    response,
    text,
  });
}

/** The id that the server has given to the request. */
export function requestIdOf(headers: Headers): string | undefined {
  return headers.get('x-request-id') ?? headers.get('cf-ray') ?? undefined;
}

function toCode(status: number, body: ErrorBody): CloseApiErrorCode {
  // Sent by a backend that keeps the connection, when the user has to connect again.
  if (status === 401 && body.backendCode === 'reauthorization_required') return 'reauthorization_required';
  return codes[status] ?? (status >= 400 && status < 500 ? 'invalid_request' : 'server_error');
}

function toMessage(status: number, body: ErrorBody, operation: string | undefined): string {
  const fields = Object.entries(body.fieldErrors).map((field) => field.join(': '));
  const said = [...body.errors, ...fields].join('; ').slice(0, 300);
  const advice = status < 400 ? 'Redirects are not followed. Check `baseUrl`.' : 'Check the response.';
  const text = (said || advice).replace(/\.?$/, '.');
  return about(operation, `The server responded with ${status}: ${text}`);
}
