import type { TokenSet } from './token-set.ts';

/**
 * What went wrong, as a stable string to branch on.
 *
 * Retrying later can help with the codes that end in `_unavailable`; nothing was lost.
 * `reauthorization_required` is the only one that asks the user to connect again.
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
  | 'client_misconfigured'
  | 'discovery_failed'
  | 'aborted'
  | 'closed';

/** What a {@link CloseOAuthError} carries besides its code and message. */
export interface CloseOAuthErrorDetails {
  /** The failure underneath, with every secret in play taken out. */
  cause?: unknown;
  /** The `error` code that the authorization server sent. */
  reason?: string | undefined;
  /** How long the server asked to wait, in milliseconds. */
  retryAfterMs?: number | undefined;
  /** True when the request may have taken effect although no verdict came. */
  outcomeUnknown?: boolean;
  /** The HTTP status of the reply, when one came. */
  status?: number | undefined;
  /** The pair that came with a reply that cannot be used as it is. */
  tokens?: TokenSet | undefined;
}

const brand = Symbol.for('@closekit/oauth/error');

/** The one error class of this package. No secret is ever in its message, its fields or its cause. */
export class CloseOAuthError extends Error {
  override readonly name = 'CloseOAuthError';
  /** What went wrong. */
  readonly code: CloseOAuthErrorCode;
  /** The `error` code that the authorization server sent, if it sent one. */
  readonly reason: string | undefined;
  /** How long the server asked to wait before the next try, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** True when the request may have taken effect at the server although no verdict came. */
  readonly outcomeUnknown: boolean;
  /** The HTTP status of the server's reply; undefined when none came. */
  readonly status: number | undefined;
  readonly #tokens: TokenSet | undefined;

  /**
   * @param code - What went wrong.
   * @param message - What happened and what to do, without secrets.
   * @param details - What the server said and the failure underneath.
   */
  constructor(code: CloseOAuthErrorCode, message: string, details: CloseOAuthErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.reason = details.reason;
    this.retryAfterMs = details.retryAfterMs;
    this.outcomeUnknown = details.outcomeUnknown ?? false;
    this.status = details.status;
    this.#tokens = details.tokens;
    Object.defineProperty(this, brand, { value: true });
  }

  /**
   * The tokens of a reply that was refused although the server had already issued them. Whoever calls the
   * protocol functions directly must store them: the refresh token sent before is spent.
   */
  get tokens(): TokenSet | undefined {
    return this.#tokens;
  }
}

/**
 * Tells whether a value is a {@link CloseOAuthError}, also one made by another copy of this package.
 *
 * @param value - Anything that was caught.
 * @returns True for errors of this package.
 */
export function isCloseOAuthError(value: unknown): value is CloseOAuthError {
  return typeof value === 'object' && value !== null && brand in value;
}
