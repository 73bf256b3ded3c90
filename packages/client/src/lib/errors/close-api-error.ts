/** Why a call failed. Codes are public API; messages are not. */
export type CloseApiErrorCode =
  | 'unauthorized'
  | 'reauthorization_required'
  | 'plan_limit'
  | 'forbidden'
  | 'not_found'
  | 'invalid_request'
  | 'rate_limited'
  | 'server_error'
  | 'network'
  | 'timeout'
  | 'aborted'
  | 'decode';

/** What a {@link CloseApiError} is made of. */
export interface CloseApiErrorDetails {
  /** HTTP status, when the server answered. */
  readonly status?: number | undefined;
  /** Messages of the response that belong to no field. */
  readonly errors?: readonly string[] | undefined;
  /** Messages by field, nested fields joined with dots. */
  readonly fieldErrors?: Readonly<Record<string, string>> | undefined;
  /** What the backend between this page and Close says, when it was the one that refused. */
  readonly backendCode?: string | undefined;
  /** The `operationId` that failed, when the call was a named operation. */
  readonly operation?: string | undefined;
  /** How many requests were sent for this call. */
  readonly attempts?: number | undefined;
  /** How long the server asked to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** The failed response, its body read. */
  readonly response?: Response | undefined;
  /** What went wrong below. */
  readonly cause?: unknown;
}

const brand = Symbol.for('@closekit/client/CloseApiError');

/**
 * The one error of this package. Switch on `code`; everything else is detail.
 *
 * No credential is ever part of the message, of an enumerable field, of `util.inspect` or of the JSON.
 */
export class CloseApiError extends Error {
  // `declare`: the constructor sets every field, and a second definition would only make bundles larger.
  /** Why the call failed. */
  declare readonly code: CloseApiErrorCode;
  /** HTTP status; `undefined` when there was no response. */
  declare readonly status: number | undefined;
  /** Messages of the response that belong to no field. */
  declare readonly errors: readonly string[];
  /** Messages by field, nested fields joined with dots: `{ 'contacts.0.emails': '…' }`. */
  declare readonly fieldErrors: Readonly<Record<string, string>>;
  /** What `@closekit/server` says, when it answered in place of Close: `signed_out`, `organization_changed`, … */
  declare readonly backendCode: string | undefined;
  /** The `operationId` that failed; `undefined` for calls through `close.raw`. */
  declare readonly operation: string | undefined;
  /** How many requests were sent for this call, replays and retries included. */
  declare readonly attempts: number;
  /** How long the server asked to wait before the next request, in milliseconds. */
  declare readonly retryAfterMs: number | undefined;
  // Private, so that logging an error does not log the headers of a response.
  readonly #response: Response | undefined;

  /**
   * @param code - Why the call failed.
   * @param message - One sentence for people.
   * @param details - What is known besides.
   */
  constructor(code: CloseApiErrorCode, message: string, details: CloseApiErrorDetails = {}) {
    super(message, 'cause' in details ? details : undefined);
    this.code = code;
    this.status = details.status;
    this.errors = details.errors ?? [];
    this.fieldErrors = details.fieldErrors ?? {};
    this.backendCode = details.backendCode;
    this.operation = details.operation;
    this.attempts = details.attempts ?? 0;
    this.retryAfterMs = details.retryAfterMs;
    this.#response = details.response;
  }

  static {
    // On the prototype: literal (survives minification), there when the stack is taken, not enumerable.
    Object.defineProperty(this.prototype, 'name', { value: 'CloseApiError' });
    Object.defineProperty(this.prototype, brand, { value: true });
  }

  /** The failed response, its body already read; `undefined` when there was none. */
  get response(): Response | undefined {
    return this.#response;
  }

  /**
   * What a log may hold.
   *
   * @returns Name, message and the enumerable fields.
   */
  toJSON(): Record<string, unknown> {
    return Object.assign<Record<string, unknown>, this>({ name: this.name, message: this.message }, this);
  }
}

/**
 * Tells whether a value is a {@link CloseApiError}, also one of another copy of this package.
 *
 * @param value - Anything, usually what was caught.
 * @returns Whether it is ours.
 * @example
 * if (isCloseApiError(error) && error.code === 'not_found') return null;
 */
export function isCloseApiError(value: unknown): value is CloseApiError {
  return typeof value === 'object' && value !== null && brand in value;
}
