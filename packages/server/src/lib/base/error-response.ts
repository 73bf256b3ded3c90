import type { CloseHandlerError } from './errors.ts';
import { jsonHeaders } from './json-response.ts';

const statusByCode: Readonly<Record<CloseHandlerError['code'], number>> = {
  not_found: 404,
  method_not_allowed: 405,
  navigation_required: 400,
  cross_site: 403,
  signed_out: 401,
  organization_changed: 409,
  rate_limited: 429,
  call_refused: 403,
  not_ready: 503,
  path_refused: 404,
  body_too_large: 413,
  body_timeout: 408,
  body_unreadable: 400,
  body_invalid: 400,
  organization_not_connected: 404,
  upstream_unavailable: 502,
  upstream_timeout: 504,
  upstream_redirect: 502,
  redirect_uri_mismatch: 500,
  webhook_signature_invalid: 401,
  webhook_expired: 401,
  webhook_subscription_unknown: 404,
  webhook_busy: 503,
  webhook_timeout: 503,
  delivery_failed: 503,
  delivery_timeout: 503,
  live_bus_unavailable: 503,
  // The client has disconnected and reads no response; proxies log 499 for this.
  aborted: 499,
  session_store_unavailable: 503,
  session_unavailable: 503,
  internal: 500,
  access_denied: 400,
  callback_rejected: 400,
  state_missing: 400,
  state_mismatch: 400,
  state_replayed: 400,
  flow_expired: 400,
  exchange_rejected: 502,
  exchange_unavailable: 503,
  reauthorization_required: 401,
  refresh_unavailable: 503,
  revoke_unavailable: 502,
  store_unavailable: 503,
  store_unsuitable: 500,
  record_unreadable: 500,
  record_too_new: 500,
  keys_unavailable: 503,
  client_misconfigured: 500,
  discovery_failed: 503,
  closed: 503,
};

/** An error as its response. */
export interface ErrorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON: `{ error, code }`. */
  readonly body: string;
}

/**
 * The response for an error, for any door to write.
 *
 * Messages about the request are sent; messages about the server stay on it.
 */
export function toErrorAnswer(error: CloseHandlerError): ErrorAnswer {
  const status = statusOf(error);
  // Messages for the operator can name files and URLs of the server.
  const isForOperator = status === 500 || status === 503;
  const message = isForOperator ? 'The server could not handle the request.' : error.message;
  const headers = {
    ...jsonHeaders,
    ...((status === 503 || error.code === 'rate_limited') && {
      'retry-after': String(retryAfterSeconds(error)),
    }),
    ...('allow' in error && { allow: String(error.allow) }),
  };
  return { status, headers, body: JSON.stringify({ error: message, code: error.code }) };
}

/** The JSON response for an error. */
export function errorResponse(error: CloseHandlerError): Response {
  const { status, headers, body } = toErrorAnswer(error);
  return new Response(body, { status, headers });
}

/** The HTTP status that belongs to the code of an error. */
export function statusOf({ code }: CloseHandlerError): number {
  return statusByCode[code] ?? 500;
}

const defaultRetryMs = 5000;

/** The wait that Close requested, or the default. */
function retryAfterSeconds(error: CloseHandlerError): number {
  const retryAfterMs = 'retryAfterMs' in error ? error.retryAfterMs : undefined;
  return Math.ceil((retryAfterMs ?? defaultRetryMs) / 1000);
}
