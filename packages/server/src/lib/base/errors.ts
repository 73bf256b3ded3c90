import { isCloseOAuthError } from '@closekit/oauth';
import type { CloseOAuthError } from '@closekit/oauth';

/**
 * The stable name of an error. Codes are part of the public interface.
 *
 * - `not_found`: no route of the handler matches the path.
 * - `method_not_allowed`: the route does not accept the method.
 * - `navigation_required`: `login` or `callback` was called by script or in a frame.
 * - `cross_site`: the header `x-closekit` is missing, or the request comes from another origin.
 * - `signed_out`: the request has no live session.
 * - `organization_changed`: the call names an organization or a user other than the active one.
 * - `rate_limited`: the option `rateLimit` refused the request; see {@link CloseServerError.retryAfterMs}.
 * - `call_refused`: the option `allow`, or the default rule, refused the API call.
 * - `not_ready`: a store does not work; see `cause`.
 * - `path_refused`: the API path contains a part that a server could interpret differently.
 * - `webhook_signature_invalid`: the signature of a delivery is missing or wrong.
 * - `webhook_expired`: the time of a delivery is outside `toleranceMs`.
 * - `webhook_subscription_unknown`: no key is known for the subscription of a delivery.
 * - `webhook_busy`: too many look-ups of signature keys or calls of `onDelivery` are running, or the event is being
 *   handled by another one.
 * - `webhook_timeout`: the work for an event took longer than its lease.
 * - `delivery_failed`: `onDelivery` failed; see `cause`. Close repeats the delivery.
 * - `delivery_timeout`: `onDelivery` took longer than `deliveryTimeoutMs`. Close repeats the delivery.
 * - `live_bus_unavailable`: the bus for events failed.
 * - `organization_not_connected`: the session is not connected to the organization it should switch to.
 * - `body_too_large`, `body_timeout`, `body_unreadable`, `body_invalid`: the request body exceeds the limit,
 *   did not arrive within `bodyTimeoutMs`, could not be read, or is not the JSON that the route accepts.
 * - `upstream_unavailable`, `upstream_timeout`, `upstream_redirect`: Close could not be reached, did not
 *   respond in time, or sent a redirect.
 * - `aborted`: the browser aborted the request.
 * - `reauthorization_required`: the user must connect again: the grant can no longer be refreshed, or Close
 *   refused a token right after issuing it.
 * - `redirect_uri_mismatch`: the `redirectUri` of createCloseOAuth is not the callback URL of this handler.
 * - `session_store_unavailable`: the session store failed.
 * - `session_unavailable`: {@link closeSession} could not read the session.
 * - `internal`: an unexpected failure; see `cause`.
 */
export type CloseServerErrorCode =
  | 'not_found'
  | 'method_not_allowed'
  | 'navigation_required'
  | 'cross_site'
  | 'signed_out'
  | 'organization_changed'
  | 'rate_limited'
  | 'call_refused'
  | 'not_ready'
  | 'path_refused'
  | 'body_too_large'
  | 'body_timeout'
  | 'body_unreadable'
  | 'body_invalid'
  | 'organization_not_connected'
  | 'upstream_unavailable'
  | 'upstream_timeout'
  | 'upstream_redirect'
  | 'reauthorization_required'
  | 'redirect_uri_mismatch'
  | 'webhook_signature_invalid'
  | 'webhook_expired'
  | 'webhook_subscription_unknown'
  | 'webhook_busy'
  | 'webhook_timeout'
  | 'delivery_failed'
  | 'delivery_timeout'
  | 'live_bus_unavailable'
  | 'aborted'
  | 'session_store_unavailable'
  | 'session_unavailable'
  | 'internal';

/** Details of a {@link CloseServerError}. */
export interface CloseServerErrorOptions extends ErrorOptions {
  /** The wait before the next request, in milliseconds. */
  readonly retryAfterMs?: number;
}

/** An error of the handler. Contains no cookie, token, authorization code or header. */
export class CloseServerError extends Error {
  override readonly name = 'CloseServerError';
  /** The stable name of the error. */
  readonly code: CloseServerErrorCode;
  /** The wait before the next request, in milliseconds, with `rate_limited`. */
  readonly retryAfterMs: number | undefined;

  /**
   * @param code - The stable name of the error.
   * @param message - The message for the operator of the server.
   * @param options - The `cause`, unless it could contain a secret, and the wait.
   */
  constructor(code: CloseServerErrorCode, message: string, options?: CloseServerErrorOptions) {
    super(message, options);
    this.code = code;
    this.retryAfterMs = options?.retryAfterMs;
    Object.defineProperty(this, brand, { value: true });
  }
}

const brand = Symbol.for('@closekit/server/error');

/**
 * Checks whether a value is a {@link CloseServerError}, including one of another copy of this package.
 *
 * @param value - Any value, usually a caught error.
 * @returns `true` for a `CloseServerError`.
 */
export function isCloseServerError(value: unknown): value is CloseServerError {
  return value instanceof Error && brand in value;
}

/** The error for a route that does not accept the method. `allow` becomes the header of that name. */
export function methodNotAllowed(methods: readonly string[]): CloseServerError {
  const allow = methods.join(', ');
  const error = new CloseServerError('method_not_allowed', `This route accepts ${allow}.`);
  return Object.assign(error, { allow });
}

/** Every error of an event `refused` or `failed`. */
export type CloseHandlerError = CloseServerError | CloseOAuthError;

/** Returns an error that has a code unchanged; wraps any other value in an `internal` error. */
export function toHandlerError(thrown: unknown): CloseHandlerError {
  if (isCloseServerError(thrown) || isCloseOAuthError(thrown)) return thrown;
  return new CloseServerError('internal', 'The handler failed unexpectedly. See `cause`.', { cause: thrown });
}
