import { CloseServerError } from '../base/errors.ts';
import { longestTimerMs } from '../base/longest-timer-ms.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import { assertForwardable, callAborted, upstreamTimeout, upstreamUnavailable } from './upstream-errors.ts';

/** One request to Close. */
export interface UpstreamRequest {
  readonly url: string;
  readonly token: string;
  readonly headers: Readonly<Record<string, string>>;
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
  const call = new AbortController();
  let timedOut = false;
  // The response must begin in time; its body may take longer, as exports do.
  const timer = setTimeout(
    () => {
      timedOut = true;
      call.abort();
    },
    Math.min(config.timeoutMs, longestTimerMs),
  );
  follow(call, request.signal);
  try {
    return refuseUnforwardable(await attempt(config, request, call.signal));
  } catch (thrown) {
    if (thrown instanceof CloseServerError) throw thrown;
    if (request.signal.aborted) throw callAborted();
    throw timedOut ? upstreamTimeout() : upstreamUnavailable(thrown instanceof Error && thrown.cause);
  } finally {
    clearTimeout(timer);
  }
}

/** Aborts with the browser's signal, also while the body streams. `AbortSignal.any` costs ten times as much. */
function follow(call: AbortController, signal: AbortSignal): void {
  if (signal.aborted) call.abort();
  else signal.addEventListener('abort', () => call.abort(), { once: true });
}

async function attempt(
  config: HandlerConfig,
  request: UpstreamRequest,
  signal: AbortSignal,
): Promise<Response> {
  const { method = 'GET', body } = request;
  const headers = { ...request.headers, authorization: `Bearer ${request.token}` };
  return config.fetch(request.url, { method, headers, body: body ?? null, signal, redirect: 'manual' });
}

function refuseUnforwardable(response: Response): Response {
  try {
    // Some runtimes hide the status of a redirect.
    assertForwardable(response.type === 'opaqueredirect' ? 302 : response.status);
    return response;
  } catch (refusal) {
    void response.body?.cancel().catch(() => undefined);
    throw refusal;
  }
}
