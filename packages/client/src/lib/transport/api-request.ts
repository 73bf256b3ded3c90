import { assertArgument } from '../base/assert-argument.ts';
import { CloseApiError } from '../errors/close-api-error.ts';
import type { CloseApiErrorCode, CloseApiErrorDetails } from '../errors/close-api-error.ts';

/** One request as values, from which every attempt builds a fresh `Request`. Layers pass on changed copies. */
export interface ApiRequest {
  /** Carries method, URL and the rest of the init. Never sent itself, so its body stays unread. */
  readonly template: Request;
  /** The serialised body, the same for every attempt; `null` for none. */
  readonly body: string | ArrayBuffer | null;
  /** Whether the body is a stream, which can be sent only once; it is then in `template`. */
  readonly streamed: boolean;
  /** Shared with the template: a layer that sets one copies them first. */
  readonly headers: Headers;
  readonly signal: AbortSignal | undefined;
  readonly timeoutMs: number;
  readonly operation: string | undefined;
  /** Counts the requests that left, for the error or the answer of the call. */
  readonly tally: Tally;
}

/** How many requests were sent for one call. */
export interface Tally {
  attempts: number;
}

/** Sends one request. Every layer of the transport has this shape. */
export type Fetch = (request: ApiRequest) => Promise<Response>;

/** What requests were made of: the platform shows every body as a stream, and every signal as one of its own. */
const origins = new WeakMap<Request, RequestInit>();

interface RequestSettings {
  readonly fetch: unknown;
  readonly caller: string;
}

/**
 * Makes the constructor that openapi-fetch builds its requests with.
 *
 * @param settings - The caller's `fetch`, if there is one, and the function that created the client.
 * @returns The platform's `Request`, with a memory of what each one was made of.
 */
export function recordingRequest(settings: RequestSettings): typeof Request {
  return new Proxy(Request, {
    construct(target, [input, init]: [RequestInfo | URL, RequestInit | undefined]) {
      const request = new target(typeof input === 'string' ? toAbsoluteUrl(input, settings) : input, init);
      origins.set(request, init ?? {});
      return request;
    },
  });
}

/**
 * Takes a request apart, serialising its body once.
 *
 * @param request - What openapi-fetch or one of its middlewares built.
 * @param call - What belongs to the call and not to the request.
 * @returns The request as values.
 */
export async function toApiRequest(
  request: Request,
  call: Pick<ApiRequest, 'timeoutMs' | 'operation' | 'tally'>,
): Promise<ApiRequest> {
  // A middleware may have put a request of its own in place: that one is read from itself.
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

/**
 * Makes the error of a request that has no usable response.
 *
 * @param request - The request that failed.
 * @param code - Why.
 * @param reason - `message` for people and what else is known.
 * @returns The error, to be thrown.
 */
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

/**
 * Makes the error of a call that its caller aborted.
 *
 * @param request - The aborted request.
 * @returns The error, to be thrown.
 */
export function toAbortError(request: ApiRequest): CloseApiError {
  const cause: unknown = request.signal?.reason;
  return toRequestError(request, 'aborted', { message: 'the call was aborted', cause });
}

async function readBody(request: Request, payload: unknown): Promise<string | ArrayBuffer | null> {
  if (typeof payload === 'string') return payload;
  return request.body ? request.arrayBuffer() : null;
}

/**
 * Outside browsers `Request` knows no page to resolve a path against; test environments do have a location. There a path
 * is for a `fetch` of the caller's own, which knows where it leads, such as to a handler in the same process.
 */
function toAbsoluteUrl(url: string, { fetch, caller }: RequestSettings): string | URL {
  if (!url.startsWith('/')) return url;
  if (typeof location === 'object') return new URL(url, location.href);
  assertArgument(Boolean(fetch), [caller, 'baseUrl'], 'an absolute URL outside a browser');
  return new URL(url, 'http://server.invalid');
}
