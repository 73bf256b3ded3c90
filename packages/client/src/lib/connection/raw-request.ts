import type { CallRequest, Reply } from '../transport/call.ts';
import { isRefused } from '../errors/is-refused.ts';
import { toGroup } from '../transport/to-group.ts';
import { toAbsoluteUrl } from '../transport/send-call.ts';
import type { SendSettings } from '../transport/send-call.ts';
import type { RequestDefaults } from '../operations/to-call-request.ts';

/** The settings that raw calls share with operations. */
type RawSettings = RequestDefaults & SendSettings;

/** The init of each request: `Request` itself shows every body as a stream, and every signal as its own. */
const origins = new WeakMap<Request, RequestInit>();

/** Returns a `Request` constructor for openapi-fetch that remembers the init of each request. */
export function recordingRequest(settings: RawSettings): typeof Request {
  return new Proxy(Request, {
    construct(target, [input, init]: [RequestInfo | URL, RequestInit | undefined]) {
      const request = new target(typeof input === 'string' ? toAbsoluteUrl(input, settings) : input, init);
      origins.set(request, init ?? {});
      return request;
    },
  });
}

/** The request of a raw call as plain values, and the signal that ends it. */
export interface RawRequest {
  readonly request: CallRequest;
  readonly signal: AbortSignal | undefined;
}

/** Takes apart a request of openapi-fetch or of one of its middlewares. Its body is serialised once. */
export async function toRawRequest(request: Request, settings: RawSettings): Promise<RawRequest> {
  // A middleware may have replaced the request by one of its own, whose init is not known.
  const origin = origins.get(request);
  const { method, url } = request;
  const path = pathBelow(url, settings);
  const body = await readBody(request, origin?.body);
  const { limits } = settings;
  return {
    signal: origin ? (origin.signal ?? undefined) : request.signal,
    request: {
      operation: undefined,
      method,
      path,
      group: toGroup(method, path),
      isRead: method === 'GET' || method === 'HEAD',
      isRefused,
      mayBeEmpty: true,
      read: readRaw,
      url,
      headers: Object.fromEntries(request.headers),
      body,
      init: origin ? withoutParts(origin) : { redirect: request.redirect },
      // A stream can be read only once.
      limits: body instanceof ReadableStream ? { ...limits, attempts: 1 } : limits,
    },
  };
}

function pathBelow(url: string, settings: RawSettings): string {
  const { pathname } = new URL(url);
  const base = new URL(toAbsoluteUrl(settings.baseUrl, settings)).pathname;
  return base !== '/' && pathname.startsWith(base) ? pathname.slice(base.length) : pathname;
}

/** The members that a raw call has set itself, such as `redirect`. */
function withoutParts(origin: RequestInit): RequestInit {
  const { method: _method, headers: _headers, body, signal: _signal, ...rest } = origin;
  return body instanceof ReadableStream ? Object.assign(rest, { duplex: 'half' }) : rest;
}

async function readBody(request: Request, payload: unknown): Promise<CallRequest['body']> {
  if (typeof payload === 'string') return payload;
  if (payload instanceof ReadableStream) return request.body ?? undefined;
  return request.body ? request.arrayBuffer() : undefined;
}

/** The body of a raw call goes to openapi-fetch, which reads it in its own way. */
async function readRaw(response: Response): Promise<Reply> {
  const bytes = await response.arrayBuffer();
  const whole = new Response(bytes.byteLength > 0 ? bytes : null, response);
  Object.defineProperty(whole, 'url', { value: response.url });
  return { response: whole, text: response.ok ? '' : new TextDecoder().decode(bytes) };
}
