import { CloseApiError, isCloseApiError } from '../errors/close-api-error.ts';
import { isRecord } from '../base/is-record.ts';
import { parseJson } from '../base/parse-json.ts';
import { toResponseError } from '../errors/response-error.ts';

/** A token, and the times at which it expires and is renewed, in milliseconds since 1970. */
export interface HeldToken {
  readonly token: string;
  /** The organization and the user of the token, as far as the backend names them. */
  readonly owner: string | undefined;
  readonly expiresAt: number;
  readonly renewAt: number;
}

/** Where the token route is, and how to reach it. */
export interface TokenRoute {
  readonly url: string;
  /** `undefined` for the global one, looked up at each call. */
  readonly fetch: typeof fetch | undefined;
  readonly now: () => number;
}

/**
 * After this time without a response the backend counts as unavailable, so that later calls can try again.
 */
const timeoutMs = 30_000;

/**
 * A token is renewed this long before it expires, or halfway through if its lifetime is shorter than twice
 * that.
 */
const aheadMs = 60_000;

/**
 * Requests a token from the backend.
 *
 * @throws CloseApiError `reauthorization_required` when the session is signed out, `network`, or the
 * code of the response.
 */
export async function requestToken(route: TokenRoute, refused: string | undefined): Promise<HeldToken> {
  const { url, fetch = globalThis.fetch, now } = route;
  try {
    const response = await fetch(url, {
      method: 'POST',
      // Another site's forms and links cannot set a header, so the backend can tell our requests from forged
      // ones.
      headers: { 'x-closekit': '1', 'content-type': 'application/json' },
      body: JSON.stringify({ refused }),
      credentials: 'same-origin',
      redirect: 'error',
      // Without it, as in React Native, the time limit of `fetch` itself counts.
      signal: AbortSignal.timeout?.(timeoutMs),
    });
    const text = await response.text();
    if (response.ok) return parseToken(parseJson(text), now());
    throw toTokenRouteError(response, text, now());
  } catch (cause) {
    if (isCloseApiError(cause)) throw cause;
    const message = 'The token route is unreachable. Try again.';
    throw new CloseApiError('network', message, { cause });
  }
}

function parseToken(body: unknown, now: number): HeldToken {
  const { token, expiresAt, organizationId, userId } = isRecord(body) ? body : {};
  if (typeof token !== 'string') {
    throw new CloseApiError('decode', 'The token route returned no token. Check `basePath`.');
  }
  const owner = [organizationId, userId].filter((id) => typeof id === 'string').join('/') || undefined;
  const leftMs = typeof expiresAt === 'number' ? expiresAt - now : 0;
  // With a wrong local clock, every call would request a token. Instead, the token is used until a 401.
  if (leftMs <= 0) return { token, owner, expiresAt: Infinity, renewAt: Infinity };
  const renewAt = now + leftMs - Math.min(aheadMs, leftMs / 2);
  return { token, owner, expiresAt: now + leftMs, renewAt };
}

function toTokenRouteError(response: Response, text: string, now: number): CloseApiError {
  const error = toResponseError(response, text, { attempts: 1, now });
  const { status, backendCode } = error;
  if (status !== 401 || backendCode !== 'signed_out') return error;
  return new CloseApiError('reauthorization_required', error.message, { status, backendCode, cause: error });
}
