import type { CloseApiError } from '../errors/close-api-error.ts';
import type { RateLimit } from '../errors/rate-limit-header.ts';

/** The members of every event of a call. Events contain neither headers nor bodies nor credentials. */
export interface CloseCallEvent {
  /** The `operationId`, such as `leads_get`; `undefined` for a call that is none, such as `raw(close)`. */
  readonly operation: string | undefined;
  /** HTTP method of the request. */
  readonly method: string;
  /** Path below the base URL, without its query: `/lead/lead_1/`. */
  readonly path: string;
  /**
   * Number of requests that were sent for this call so far. Retries count, and so does the request that is
   * sent again after a 401.
   */
  readonly attempt: number;
  /** Number of the call among those that these hooks have seen, from 1: the events of one call share it. */
  readonly call: number;
  /** The calls that share a rate limit with this one: method and path, with `{id}` for ids. */
  readonly group: string;
}

/** A call begins. Its first request may wait for a token or for the rate limit. */
export interface CloseCallStartEvent extends CloseCallEvent {
  /** Discriminates the events. */
  readonly type: 'call';
}

/** A request is about to be sent. */
export interface CloseRequestEvent extends CloseCallEvent {
  /** Discriminates the events. */
  readonly type: 'request';
  /**
   * The URL. Its query can contain what a user searches for; a URL that is not below the base URL, such as the
   * signed one of a file, has none.
   */
  readonly url: string;
}

/** A response was received and its body was read; of a stream, it has begun. */
export interface CloseResponseEvent extends CloseCallEvent {
  /** Discriminates the events. */
  readonly type: 'response';
  /** HTTP status. */
  readonly status: number;
  /** The id that the server has given to the request, for Close's support. */
  readonly requestId: string | undefined;
  /** Milliseconds from sending the request to the end of the body; of a stream, to its begin. */
  readonly durationMs: number;
}

/** An attempt has failed, and the request is sent again. */
export interface CloseRetryEvent extends CloseCallEvent {
  /** Discriminates the events. */
  readonly type: 'retry';
  /** HTTP status of the attempt; `undefined` without a response. */
  readonly status: number | undefined;
  /** The error of the attempt; `undefined` when its response has a status to repeat it for. */
  readonly error: CloseApiError | undefined;
  /** Milliseconds until the request is sent again; with pacing, at least. */
  readonly delayMs: number;
  /** Milliseconds since the call began. */
  readonly durationMs: number;
}

/** A response stated a rate limit, or was a 429. */
export interface CloseRateLimitEvent extends CloseCallEvent, RateLimit {
  /** Discriminates the events. */
  readonly type: 'rate-limit';
  /** Whether the response was a 429. */
  readonly limited: boolean;
  /** Milliseconds from sending the request to the end of the body. */
  readonly durationMs: number;
}

/** A call has failed. */
export interface CloseErrorEvent extends CloseCallEvent {
  /** Discriminates the events. */
  readonly type: 'error';
  /**
   * The error that the caller receives. A call through `raw(close)` returns a failed response instead. A
   * TypeError, such as that of a token source without a token, is the `cause` of an `invalid_request`.
   */
  readonly error: CloseApiError;
  /** Milliseconds since the call began, its waits included. */
  readonly durationMs: number;
}

/**
 * Functions that {@link watch} calls with what a client sends and receives. They see every request, whatever
 * sent it, and cannot change it. An error in one of them does not reach the call: the platform reports it
 * (`reportError`), or it is printed.
 */
export interface CloseHooks {
  /** Called once for each call, before anything is sent. */
  readonly onCall?: ((event: CloseCallStartEvent) => unknown) | undefined;
  /** Called before each request: retries, and the request that is sent again after a 401, included. */
  readonly onRequest?: ((event: CloseRequestEvent) => unknown) | undefined;
  /** Called after each response, whatever its status. */
  readonly onResponse?: ((event: CloseResponseEvent) => unknown) | undefined;
  /** Called when an attempt has failed and the request is sent again, before the wait. */
  readonly onRetry?: ((event: CloseRetryEvent) => unknown) | undefined;
  /** Called after each response that states a rate limit, and after each 429. */
  readonly onRateLimit?: ((event: CloseRateLimitEvent) => unknown) | undefined;
  /** Called once for each call that has failed, also through `raw(close)`. */
  readonly onError?: ((event: CloseErrorEvent) => unknown) | undefined;
}
