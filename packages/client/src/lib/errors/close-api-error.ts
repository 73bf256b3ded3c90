/**
 * Why a call failed. Codes are public API; messages are not.
 *
 * - `unauthorized`: 401; with a token source, also after a retry with a new token. Without a status: the token
 *   source failed permanently, for example because of its configuration; see `cause`.
 * - `reauthorization_required`: the user must connect again; or, with the `backendCode`
 *   `organization_changed`, the session has switched to another organization.
 * - `plan_limit`: 402, the Close plan does not include this.
 * - `forbidden`: 403.
 * - `not_found`: 404.
 * - `invalid_request`: 400 or any other 4xx; see `fieldErrors`.
 * - `rate_limited`: 429 after all attempts, or a longer wait than `maxDelayMs`; see `retryAfterMs`.
 * - `server_error`: 5xx, or a redirect.
 * - `network`: no response, or a temporary failure of the token source.
 * - `timeout`: an attempt took longer than `timeoutMs`.
 * - `aborted`: the caller's signal aborted; its reason is the `cause`.
 * - `decode`: an ok response that cannot be used: not JSON, incomplete, a page without a list, or the same
 *   page twice.
 */
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

/** The details of a {@link CloseApiError}. */
export interface CloseApiErrorDetails {
  /** HTTP status; absent without a response. */
  readonly status?: number | undefined;
  /** Messages of the response that concern no single field. */
  readonly errors?: readonly string[] | undefined;
  /** Messages by field, nested fields joined with dots. */
  readonly fieldErrors?: Readonly<Record<string, string>> | undefined;
  /** The code of the backend between this page and Close, when the backend refused the call itself. */
  readonly backendCode?: string | undefined;
  /** The `operationId` that failed, when the call was a named operation. */
  readonly operation?: string | undefined;
  /** Number of requests that were sent for this call. */
  readonly attempts?: number | undefined;
  /** The wait requested by the server, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** The failed response, its body read. */
  readonly response?: Response | undefined;
  /** The underlying error. */
  readonly cause?: unknown;
}

const brand = Symbol.for('@closekit/client/CloseApiError');

/**
 * The one error of this package. Switch on `code`; everything else is detail.
 *
 * Message, enumerable fields, `util.inspect` and JSON never contain credentials.
 */
export class CloseApiError extends Error {
  // `declare`: the constructor sets every field, and a second definition would only make bundles larger.
  /** Why the call failed. */
  declare readonly code: CloseApiErrorCode;
  /** HTTP status; `undefined` when there was no response. */
  declare readonly status: number | undefined;
  /** Messages of the response that concern no single field. */
  declare readonly errors: readonly string[];
  /** Messages by field, nested fields joined with dots: `{ 'contacts.0.emails': '…' }`. */
  declare readonly fieldErrors: Readonly<Record<string, string>>;
  /**
   * The code of `@closekit/server`, when it refused the call itself: `signed_out`, `organization_changed`, …
   */
  declare readonly backendCode: string | undefined;
  /** The `operationId` that failed; `undefined` for calls through `close.raw`. */
  declare readonly operation: string | undefined;
  /** Number of requests that were sent for this call, replays and retries included. */
  declare readonly attempts: number;
  /** The wait before the next request, as requested by the server, in milliseconds. */
  declare readonly retryAfterMs: number | undefined;
  // Private, so that logging an error does not log the headers of a response.
  readonly #response: Response | undefined;

  /**
   * @param code - Why the call failed.
   * @param message - What happened, then what to do.
   * @param details - Further details.
   */
  constructor(code: CloseApiErrorCode, message: string, details: CloseApiErrorDetails = {}) {
    super(message, details);
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
    // On the prototype: literal (survives minification), present when the stack is captured, not enumerable.
    Object.defineProperty(this.prototype, 'name', { value: 'CloseApiError' });
    Object.defineProperty(this.prototype, brand, { value: true });
  }

  /** The failed response, its body already read; `undefined` when there was none. */
  get response(): Response | undefined {
    return this.#response;
  }

  /**
   * Returns the parts that are safe to log.
   *
   * @returns Name, message and the enumerable fields.
   */
  toJSON(): Record<string, unknown> {
    return Object.assign<Record<string, unknown>, this>({ name: this.name, message: this.message }, this);
  }
}

/**
 * Whether a value is a {@link CloseApiError}, including one of another copy of this package.
 *
 * @param value - Any value, usually a caught one.
 * @returns Whether it is a `CloseApiError`.
 * @example
 * if (isCloseApiError(error) && error.code === 'not_found') return null;
 */
export function isCloseApiError(value: unknown): value is CloseApiError {
  return typeof value === 'object' && value !== null && brand in value;
}
