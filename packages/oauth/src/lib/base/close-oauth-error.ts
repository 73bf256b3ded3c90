import type { TokenSet } from './token-set.ts';

/**
 * The kind of an error, as a stable string to branch on.
 *
 * Codes that end in `_unavailable` may be retried later: nothing was lost. Only `reauthorization_required`
 * means that the user has to connect again.
 */
export type CloseOAuthErrorCode =
  | 'access_denied'
  | 'callback_rejected'
  | 'state_missing'
  | 'state_mismatch'
  | 'state_replayed'
  | 'flow_expired'
  | 'exchange_rejected'
  | 'exchange_unavailable'
  | 'reauthorization_required'
  | 'refresh_unavailable'
  | 'revoke_unavailable'
  | 'store_unavailable'
  | 'store_unsuitable'
  | 'record_unreadable'
  | 'record_too_new'
  | 'keys_unavailable'
  | 'client_misconfigured'
  | 'discovery_failed'
  | 'aborted'
  | 'closed';

/** The fields of a {@link CloseOAuthError} besides its code and message. */
export interface CloseOAuthErrorDetails {
  /** The underlying error, with secrets redacted. */
  cause?: unknown;
  /** The `error` code that the authorization server sent. */
  reason?: string | undefined;
  /** The server's `Retry-After`, in milliseconds. */
  retryAfterMs?: number | undefined;
  /** `true` when the request may have taken effect although its result is unknown. */
  outcomeUnknown?: boolean;
  /** The HTTP status of the response, if there was one. */
  status?: number | undefined;
  /** The token pair of a response that was refused. */
  tokens?: TokenSet | undefined;
}

const brand = Symbol.for('@closekit/oauth/error');

// Not a member: logging an error must not log tokens, and a private member would make the errors of two copies of
// this package different types.
const refused = new WeakMap<object, TokenSet>();

/** The error class of this package. Message, enumerable fields and cause contain no secrets. */
export class CloseOAuthError extends Error {
  override readonly name = 'CloseOAuthError';
  /** The kind of the error. */
  readonly code: CloseOAuthErrorCode;
  /** The `error` code that the authorization server sent, if it sent one. */
  readonly reason: string | undefined;
  /** The server's `Retry-After`, in milliseconds: how long to wait before the next attempt. */
  readonly retryAfterMs: number | undefined;
  /** `true` when the request may have taken effect at the server although its result is unknown. */
  readonly outcomeUnknown: boolean;
  /** The HTTP status of the server's response; `undefined` when there was none. */
  readonly status: number | undefined;

  /**
   * @param code - The kind of the error.
   * @param message - What happened, then what to do. Without secrets.
   * @param details - The other fields.
   */
  constructor(code: CloseOAuthErrorCode, message: string, details: CloseOAuthErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.reason = details.reason;
    this.retryAfterMs = details.retryAfterMs;
    this.outcomeUnknown = details.outcomeUnknown ?? false;
    this.status = details.status;
    if (details.tokens !== undefined) refused.set(this, details.tokens);
    Object.defineProperty(this, brand, { value: true });
  }

  /**
   * The tokens of a response that was refused although the server had issued them. Callers of the protocol
   * functions must store them: the refresh token of the request is spent.
   */
  get tokens(): TokenSet | undefined {
    return refused.get(this);
  }
}

/**
 * Checks whether a value is a {@link CloseOAuthError}, including one of another copy of this package.
 *
 * @param value - Any value, usually a caught error.
 * @returns `true` for a `CloseOAuthError`.
 */
export function isCloseOAuthError(value: unknown): value is CloseOAuthError {
  return typeof value === 'object' && value !== null && brand in value;
}
