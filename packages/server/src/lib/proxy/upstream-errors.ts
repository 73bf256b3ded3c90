import { CloseServerError } from '../base/errors.ts';

/**
 * Refuses a response that must not reach the browser.
 *
 * Following a redirect would send the token to its target; forwarding it would send the browser there. A
 * status outside of 200 to 599 has no meaning in HTTP.
 *
 * @throws CloseServerError `upstream_redirect` or `upstream_unavailable`.
 */
export function assertForwardable(status: number): void {
  if ((status >= 200 && status < 300) || (status >= 400 && status < 600)) return;
  if (status >= 300 && status < 400) {
    throw new CloseServerError(
      'upstream_redirect',
      'Close responded with a redirect, which is not followed. Use the exact path of the API.',
    );
  }
  throw new CloseServerError('upstream_unavailable', 'Close responded with an invalid status.');
}

/** The error when the browser has disconnected. */
export function callAborted(): CloseServerError {
  return new CloseServerError('aborted', 'The browser aborted the request.');
}

/** The error when Close has not responded in time. */
export function upstreamTimeout(): CloseServerError {
  return new CloseServerError(
    'upstream_timeout',
    'Close did not respond within `timeoutMs`. Try again later.',
  );
}

/**
 * The error when Close could not be reached. The cause is dropped: fetch quotes invalid headers, and one of
 * them contains the token. Its system code, such as `ECONNREFUSED`, is safe to show.
 */
export function upstreamUnavailable(cause: unknown): CloseServerError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  const shown = typeof code === 'string' && /^[A-Z_]{3,40}$/.test(code) ? ` (${code})` : '';
  return new CloseServerError('upstream_unavailable', `Close could not be reached${shown}. Try again later.`);
}
