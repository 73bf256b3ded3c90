import { isRecord } from '../base/is-record.ts';

/** The reason for a {@link CloseAuthError}. Codes are public API; messages are not. */
export type CloseAuthErrorCode =
  /** The session could not be read: a network failure, or a response that is not a session. */
  | 'session_unavailable'
  /** The logout failed; the session still exists. */
  | 'sign_out_failed'
  /** The disconnect failed, or its outcome is unknown. */
  | 'disconnect_failed'
  /** The switch to another organization failed, or its outcome is unknown. */
  | 'switch_failed'
  /** The client has no login route. */
  | 'sign_in_unavailable';

const brand = Symbol.for('@closekit/react/CloseAuthError');

/** The error class of this package. Switch on `code`. Errors of the API are `CloseApiError`s. */
export class CloseAuthError extends Error {
  /** The reason. */
  readonly code: CloseAuthErrorCode;

  /**
   * @param code - The reason.
   * @param message - One sentence for people.
   * @param options - The underlying error, as `cause`.
   */
  constructor(code: CloseAuthErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  static {
    // On the prototype: a literal survives minification, is set before the stack is captured, and is not
    // enumerable.
    Object.defineProperties(this.prototype, { name: { value: 'CloseAuthError' }, [brand]: { value: true } });
  }
}

/**
 * Checks whether a value is a {@link CloseAuthError}, including one of another copy of this package.
 *
 * @param value - Any value, usually a caught error.
 * @returns `true` for a `CloseAuthError`.
 */
export function isCloseAuthError(value: unknown): value is CloseAuthError {
  return isRecord(value) && brand in value;
}
