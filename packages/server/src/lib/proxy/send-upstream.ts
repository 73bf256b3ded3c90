import { CloseServerError } from '../base/errors.ts';
import { longestTimerMs } from '../base/longest-timer-ms.ts';
import type { HandlerConfig } from '../config/handler-config.ts';

/** One request to Close. */
export interface UpstreamRequest {
  readonly url: string;
  readonly token: string;
  readonly headers: Headers;
  readonly method?: string;
  readonly body?: Uint8Array<ArrayBuffer> | undefined;
  /** The browser's signal: when it disconnects, the call to Close is aborted. */
  readonly signal: AbortSignal;
}

/**
 * Sends one request with a token.
 *
 * @throws CloseServerError `upstream_timeout`, `upstream_unavailable`, `upstream_redirect` or `aborted`.
 */
export async function sendUpstream(config: HandlerConfig, request: UpstreamRequest): Promise<Response> {
  const deadline = new AbortController();
  // The response must begin in time; its body may take longer, as exports do.
  const timer = setTimeout(() => deadline.abort(), Math.min(config.timeoutMs, longestTimerMs));
  try {
    return refuseRedirect(await attempt(config, request, AbortSignal.any([deadline.signal, request.signal])));
  } catch (thrown) {
    throw toUpstreamError(thrown, {
      timedOut: deadline.signal.aborted,
      aborted: request.signal.aborted,
    });
  } finally {
    clearTimeout(timer);
  }
}

async function attempt(
  config: HandlerConfig,
  request: UpstreamRequest,
  signal: AbortSignal,
): Promise<Response> {
  const { method = 'GET', body } = request;
  const headers = new Headers(request.headers);
  headers.set('authorization', `Bearer ${request.token}`);
  return config.fetch(request.url, { method, headers, body: body ?? null, signal, redirect: 'manual' });
}

/** Following a redirect would send the token to its target; forwarding it would send the browser there. */
function refuseRedirect(response: Response): Response {
  const isRedirect = response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400);
  if (!isRedirect) return response;
  void response.body?.cancel().catch(() => undefined);
  throw new CloseServerError(
    'upstream_redirect',
    'Close responded with a redirect, which is not followed. Use the exact path of the API.',
  );
}

/** The cause is dropped: fetch quotes invalid headers, and one of them contains the token. */
function toUpstreamError(thrown: unknown, reason: { timedOut: boolean; aborted: boolean }): CloseServerError {
  if (thrown instanceof CloseServerError) return thrown;
  if (reason.aborted) return new CloseServerError('aborted', 'The browser aborted the request.');
  if (reason.timedOut)
    return new CloseServerError(
      'upstream_timeout',
      'Close did not respond within `timeoutMs`. Try again later.',
    );
  return new CloseServerError(
    'upstream_unavailable',
    `Close could not be reached${systemCode(thrown)}. Try again later.`,
  );
}

/** The system's error code, such as ` (ECONNREFUSED)`, which is safe to show. */
function systemCode(thrown: unknown): string {
  const cause = thrown instanceof Error ? thrown.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' && /^[A-Z_]{3,40}$/.test(code) ? ` (${code})` : '';
}
