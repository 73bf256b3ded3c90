import { isRecord } from '../base/is-record.ts';

/** Why something about the connection failed. Codes are public API; messages are not. */
export type CloseAuthErrorCode =
  /** Nobody could say whether a session exists: network down, or an answer that is not a session. */
  | 'session_unavailable'
  /** The session could not be ended; it is still there. */
  | 'sign_out_failed'
  /** The other organization could not be switched to, or nobody could say whether it was. */
  | 'switch_failed'
  /** There is no login route to send the user to. */
  | 'sign_in_unavailable';

const brand = Symbol.for('@closekit/react/CloseAuthError');

/** The one error of this package. Switch on `code`. What the API itself answers is a `CloseApiError`. */
export class CloseAuthError extends Error {
  /** Why it failed. */
  readonly code: CloseAuthErrorCode;

  /**
   * @param code - Why it failed.
   * @param message - One sentence for people.
   * @param options - What went wrong below, as `cause`.
   */
  constructor(code: CloseAuthErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  static {
    // On the prototype: literal (survives minification), there when the stack is taken, not enumerable.
    Object.defineProperty(this.prototype, 'name', { value: 'CloseAuthError' });
    Object.defineProperty(this.prototype, brand, { value: true });
  }
}

/**
 * Tells whether a value is a {@link CloseAuthError}, also one of another copy of this package.
 *
 * @param value - Anything, usually what was caught.
 * @returns Whether it is ours.
 */
export function isCloseAuthError(value: unknown): value is CloseAuthError {
  return isRecord(value) && brand in value;
}
