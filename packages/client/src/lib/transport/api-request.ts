import { assertArgument } from '../base/assert-argument.ts';
import { CloseApiError } from '../errors/close-api-error.ts';
import type { CloseApiErrorCode, CloseApiErrorDetails } from '../errors/close-api-error.ts';

/** One request as values, from which every attempt builds a new `Request`. Layers pass on changed copies. */
export interface ApiRequest {
  /** Holds method, URL and the rest of the init. It is never sent itself, so its body stays unread. */
  readonly template: Request;
  /** The serialised body, the same for every attempt; `null` for none. */
  readonly body: string | ArrayBuffer | null;
  /** Whether the body is a stream, which can be sent only once; it is then in `template`. */
  readonly streamed: boolean;
  /** Shared with the template: a layer copies them before it sets one. */
  readonly headers: Headers;
  readonly signal: AbortSignal | undefined;
  readonly timeoutMs: number;
  readonly operation: string | undefined;
  /** Counts the requests that were sent, for the error or the result of the call. */
  readonly tally: Tally;
}

/** The number of requests that were sent for one call. */
export interface Tally {
  attempts: number;
}

/** Sends one request. Every layer of the transport has this shape. */
export type Fetch = (request: ApiRequest) => Promise<Response>;

/**
 * The init of each request: `Request` itself shows every body as a stream, and every signal as one of its
 * own.
 */
const origins = new WeakMap<Request, RequestInit>();

interface RequestSettings {
  readonly fetch: unknown;
  readonly caller: string;
}

/** Returns a `Request` constructor that remembers the init of each request. */
export function recordingRequest(settings: RequestSettings): typeof Request {
  return new Proxy(Request, {
    construct(target, [input, init]: [RequestInfo | URL, RequestInit | undefined]) {
      const request = new target(typeof input === 'string' ? toAbsoluteUrl(input, settings) : input, init);
      origins.set(request, init ?? {});
      return request;
    },
  });
}

/** Takes apart a request of openapi-fetch or of one of its middlewares. Its body is serialised once. */
export async function toApiRequest(
  request: Request,
  call: Pick<ApiRequest, 'timeoutMs' | 'operation' | 'tally'>,
): Promise<ApiRequest> {
  // A middleware may have replaced the request by one of its own, whose init is not known.
  const origin = origins.get(request);
  const streamed = origin?.body instanceof ReadableStream;
  return {
    ...call,
    template: request,
    streamed,
    body: streamed ? null : await readBody(request, origin?.body),
    headers: request.headers,
    signal: origin ? (origin.signal ?? undefined) : request.signal,
  };
}

/** Creates the error of a request without a usable response. */
export function toRequestError(
  request: ApiRequest,
  code: CloseApiErrorCode,
  reason: CloseApiErrorDetails & { readonly message: string },
): CloseApiError {
  const { operation, tally } = request;
  const subject = operation === undefined ? '' : `${operation}: `;
  return new CloseApiError(code, subject + reason.message, {
    ...reason,
    operation,
    attempts: tally.attempts,
  });
}

/** Creates the error of a call that its caller aborted. */
export function toAbortError(request: ApiRequest): CloseApiError {
  const cause: unknown = request.signal?.reason;
  return toRequestError(request, 'aborted', { message: 'The call was aborted.', cause });
}

async function readBody(request: Request, payload: unknown): Promise<string | ArrayBuffer | null> {
  if (typeof payload === 'string') return payload;
  return request.body ? request.arrayBuffer() : null;
}

/**
 * Outside a browser there is no page to resolve a path against, except in test environments that have a
 * `location`. A path then needs the caller's own `fetch`, such as a handler in the same process.
 */
function toAbsoluteUrl(url: string, { fetch, caller }: RequestSettings): string | URL {
  if (!url.startsWith('/')) return url;
  if (typeof location === 'object') return new URL(url, location.href);
  assertArgument(Boolean(fetch), [caller, 'baseUrl'], 'an absolute URL outside a browser');
  return new URL(url, 'http://server.invalid');
}
