import { assertArgument } from '../base/assert-argument.ts';
import { isCloseApiError } from '../errors/close-api-error.ts';
import { causeCode } from '../errors/describe-cause.ts';
import type { Call, Reply } from './call.ts';
import { decodeBody } from './decode-body.ts';
import type { Next } from './layers.ts';

/** Settings of the innermost layer. */
export interface SendSettings {
  /** The function that the options were passed to, for messages. */
  readonly caller: string;
  /** The caller's `fetch`; `undefined` for the global one, looked up at each call. */
  readonly fetch: typeof fetch | undefined;
  /** The base URL of the requests; a path needs to be resolved. */
  readonly baseUrl?: string;
}

/** The innermost layer: sends the request with `fetch(url, init)`, plain values, and reads the whole body. */
export function sendCall(settings: SendSettings): Next {
  return (call) => {
    let { url } = call.request;
    if (settings.baseUrl?.startsWith('/')) url = toAbsoluteUrl(url, settings);
    // The attempt has ended while a token arrived, or in a hook.
    if (!call.controller) throw call.ended;
    call.attempts += 1;
    call.inDoubt = !call.request.isRead;
    return call.until(exchange(call, url, settings.fetch ?? globalThis.fetch));
  };
}

async function exchange(call: Call, url: string, send: typeof fetch): Promise<Reply> {
  try {
    const response = await send(url, toInit(call));
    assertUsable(response, call);
    const { read } = call.request;
    if (read) return await read(response, call);
    const text = await response.text();
    return { response, text, data: response.ok ? decodeBody(text, response, call) : undefined };
  } catch (cause) {
    if (isCloseApiError(cause)) throw cause;
    if (call.request.isRefused?.(cause)) call.inDoubt = false;
    const code = causeCode(cause);
    const message = `The request failed${code ? ` with ${code}` : ''}. Check the network.`;
    throw call.error('network', message, { cause });
  }
}

/** New at each attempt: a caller's `fetch` may change what it gets. */
function toInit({ request, credential, controller }: Call): RequestInit {
  const { method, body, init } = request;
  const headers = { ...request.headers, ...credential };
  const own: RequestInit = {
    method,
    headers,
    redirect: 'manual',
    signal: controller?.signal ?? null,
    ...init,
  };
  if (body !== undefined) own.body = body;
  return own;
}

function assertUsable(response: Response, call: Call): void {
  const { ok, status, type } = response;
  // Only a 2xx, a 408 and a 5xx leave open whether the server has acted.
  if (!ok && status < 500 && status !== 408) call.inDoubt = false;
  // Browsers hide status and location of a redirect that is not followed.
  if (type === 'opaqueredirect') {
    throw call.error('server_error', 'Redirects are not followed. Check `baseUrl`.', { response });
  }
}

/**
 * Outside a browser there is no page to resolve a path against, except in test environments that have a
 * `location`. A path then needs the caller's own `fetch`, such as a handler in the same process.
 */
export function toAbsoluteUrl(url: string, { fetch, caller }: SendSettings): string {
  if (!url.startsWith('/')) return url;
  if (typeof location === 'object') return new URL(url, location.href).href;
  assertArgument(Boolean(fetch), [caller, 'baseUrl'], 'an absolute URL outside a browser');
  return `http://server.invalid${url}`;
}
