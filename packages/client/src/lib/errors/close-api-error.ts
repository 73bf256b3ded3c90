import { isRecord } from '../base/is-record.ts';
import { parseJson } from '../base/parse-json.ts';
import { describeCause } from './describe-cause.ts';

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
 * - `rate_limited`: 429 after all attempts, a longer wait than `maxDelayMs`, or a longer queue than
 *   `maxQueueMs`; see `retryAfterMs`.
 * - `server_error`: 5xx, or a redirect.
 * - `network`: no response, or a temporary failure of the token source.
 * - `timeout`: an attempt took longer than `timeoutMs`, or the call longer than `totalTimeoutMs`.
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
  /** HTTP method of the call. */
  readonly method?: string | undefined;
  /** Path of the call below the base URL, without its query. */
  readonly path?: string | undefined;
  /** The id that the server has given to the request. */
  readonly requestId?: string | undefined;
  /** The `status` of Close's own error body, such as `needs-more-info` when a number cannot be rented. */
  readonly closeStatus?: string | undefined;
  /** Number of requests that were sent for this call. */
  readonly attempts?: number | undefined;
  /** Milliseconds that the call waited: in the queue and between attempts. */
  readonly waitedMs?: number | undefined;
  /** Whether the call is a write that the server may have carried out. */
  readonly mayHaveActed?: boolean | undefined;
  /** The wait requested by the server, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** The failed response, its body read. */
  readonly response?: Response | undefined;
  /** The body of the failed response. */
  readonly text?: string | undefined;
  /** The underlying error. */
  readonly cause?: unknown;
}

/** Longest body that an error keeps, in characters. */
const longestBody = 100_000;

// Not members: logging an error must not log the headers of a response, and private members would make the
// errors of two copies of this package different types.
const details = new WeakMap<object, Pick<CloseApiErrorDetails, 'response' | 'text'>>();

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
  /** The `operationId` that failed; `undefined` for calls through `raw(close)`. */
  declare readonly operation: string | undefined;
  /** HTTP method of the call. */
  declare readonly method: string | undefined;
  /** Path of the call below the base URL, without its query: `/lead/lead_1/`. */
  declare readonly path: string | undefined;
  /** The id that the server has given to the request, for Close's support. */
  declare readonly requestId: string | undefined;
  /** The `status` of Close's own error body, such as `needs-more-info` when a number cannot be rented. */
  declare readonly closeStatus: string | undefined;
  /** Number of requests that were sent for this call, replays and retries included. */
  declare readonly attempts: number;
  /** Milliseconds that the call waited: in the queue and between attempts. */
  declare readonly waitedMs: number;
  /**
   * Whether this is a write that the server may have carried out, although the call failed. `false` for reads,
   * and for writes that the server has surely not carried out: those may be sent again.
   */
  declare readonly mayHaveActed: boolean;
  /** The wait before the next request, as requested by the server, in milliseconds. */
  declare readonly retryAfterMs: number | undefined;

  /**
   * @param code - Why the call failed.
   * @param message - What happened, then what to do.
   * @param facts - Further details.
   */
  constructor(code: CloseApiErrorCode, message: string, facts: CloseApiErrorDetails = {}) {
    super(message, facts);
    const { response, text, cause: _cause, status, ...others } = facts;
    const { errors = [], fieldErrors = {}, attempts = 0, waitedMs = 0, mayHaveActed = false } = facts;
    Object.assign(this, { code, status, ...others, errors, fieldErrors, attempts, waitedMs, mayHaveActed });
    details.set(this, { response, text: text?.slice(0, longestBody) });
  }

  static {
    // On the prototype: literal (survives minification), present when the stack is captured, not enumerable.
    Object.defineProperties(this.prototype, { name: { value: 'CloseApiError' }, [brand]: { value: true } });
  }

  /** The failed response, its body already read; `undefined` when there was none. */
  get response(): Response | undefined {
    return details.get(this)?.response;
  }

  /** The body of the failed response as text, at most 100,000 characters; `undefined` when there was none. */
  get text(): string | undefined {
    return details.get(this)?.text;
  }

  /** The body of the failed response, parsed; `undefined` when it is not JSON. */
  get body(): unknown {
    return parseJson(this.text ?? '');
  }

  /**
   * Returns the parts that are safe to log: without the body, headers and credentials.
   *
   * @returns Name, message, the enumerable fields, and the chain of causes.
   */
  toJSON(): Record<string, unknown> {
    const { name, message } = this;
    const cause = describeCause(this.cause);
    return Object.assign<Record<string, unknown>, this, object>({ name, message }, this, { cause });
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
  return isRecord(value) && brand in value;
}
