import { parseBasePath } from './base-path.ts';
import { CloseApiError, isCloseApiError } from '../errors/close-api-error.ts';
import { assertArgument } from '../base/assert-argument.ts';
import { isRecord } from '../base/is-record.ts';
import { parseJson } from '../base/parse-json.ts';
import { raceSignal } from '../base/race-signal.ts';
import { toResponseError } from '../errors/response-error.ts';
import type { TokenSource } from './token-source.ts';

/** Authentication with access tokens that a backend of the same origin hands out. They are kept in memory only. */
export interface TokenSession extends TokenSource {
  /** Tells this way of authentication from the others. */
  readonly kind: 'token-session';
  /** Where the backend is mounted, without a trailing slash. */
  readonly basePath: string;
  /**
   * Is told that a token was refused: the next `get()` asks the backend for another one.
   *
   * @param token - The refused token.
   */
  invalidate(token: string): void;
  /** Drops the token, because somebody else or another organization is connected now. */
  forget(): void;
}

/** Settings of {@link tokenSession}. */
export interface TokenSessionOptions {
  /** Reaches the backend. Default: the global `fetch`, looked up at each call. */
  readonly fetch?: typeof fetch | undefined;
  /** The time in milliseconds since 1970. Default: `Date.now`. */
  readonly now?: (() => number) | undefined;
}

/** A token, and until when it is used without asking. */
interface HeldToken {
  readonly token: string;
  readonly organizationId: string | undefined;
  readonly expiresAt: number;
  readonly renewAt: number;
}

/** A backend that has not answered by then counts as unavailable, so that later calls can try again. */
const timeoutMs = 30_000;

/** Another token is asked for this long before the end of one, or halfway through if it lives no longer. */
const aheadMs = 60_000;

/**
 * Authenticates with access tokens from a backend of the page's own origin, such as `@closekit/server` with
 * `tokens: true`. The refresh token stays there; the browser sends its requests to Close itself. That needs an API that
 * lets browsers of other origins in; where it does not, give the client a `baseUrl` that does, or use `cookieSession`.
 *
 * @param basePath - Where the backend is mounted, `/api/close` by default.
 * @param options - How to reach it.
 * @returns What `createCloseClient` takes as `auth`.
 * @throws TypeError when `basePath` is not a path of this origin, or naming the option that is wrong.
 * @example
 * const close = createCloseClient({ auth: tokenSession('/api/close') });
 */
export function tokenSession(basePath = '/api/close', options: TokenSessionOptions = {}): TokenSession {
  const path = parseBasePath(basePath, 'tokenSession');
  assertOptions(options);
  const { now = Date.now } = options;
  let held: HeldToken | undefined;
  let refused: string | undefined;
  let flight: Promise<HeldToken> | undefined;
  let organizationId: string | undefined;

  const ask = async (): Promise<HeldToken> => {
    const named = refused;
    const answer = await askForToken(`${path}/token`, named, options);
    // Refused while the question was under way, which could not say so.
    if (answer.token !== refused || named === refused) return answer;
    return askForToken(`${path}/token`, refused, options);
  };
  const renew = (): Promise<HeldToken> => {
    const expected = organizationId;
    const own = ask()
      .catch((error: unknown) => {
        // Asked ahead of its end, the old token may still do.
        if (held === undefined || now() >= held.expiresAt || isFinal(error)) throw error;
        return held;
      })
      .then((next) => {
        // All tabs have one session: a page that has not heard of a switch must not write to the other organization,
        // nor may a call that was meant for the one before.
        const named = next.organizationId ?? expected;
        if (named !== (expected ?? named)) throw organizationChanged();
        if (flight !== own) return next;
        organizationId = named;
        held = next;
        refused = undefined;
        return next;
      })
      .finally(() => {
        if (flight === own) flight = undefined;
      });
    return own;
  };

  return Object.freeze({
    kind: 'token-session',
    basePath: path,
    get: async ({ signal }: { readonly signal?: AbortSignal } = {}) => {
      if (held !== undefined && now() < held.renewAt) return held.token;
      const { token } = await raceSignal(() => (flight ??= renew()), signal);
      return token;
    },
    invalidate: (token: string) => {
      if (token !== held?.token) return;
      refused = token;
      held = undefined;
    },
    forget: () => {
      held = undefined;
      refused = undefined;
      flight = undefined;
      organizationId = undefined;
    },
  });
}

function assertOptions(options: unknown): asserts options is TokenSessionOptions {
  assertArgument(isRecord(options), ['tokenSession', 'options'], 'an object');
  for (const name of ['fetch', 'now']) {
    const isFunction = ['undefined', 'function'].includes(typeof options[name]);
    assertArgument(isFunction, ['tokenSession', name], 'a function');
  }
}

async function askForToken(
  url: string,
  refused: string | undefined,
  { fetch = globalThis.fetch, now = Date.now }: TokenSessionOptions,
): Promise<HeldToken> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      // Another site's forms and links cannot set a header, so the backend can tell our requests from forged ones.
      headers: { 'x-closekit': '1', 'content-type': 'application/json' },
      body: JSON.stringify({ refused }),
      credentials: 'same-origin',
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const answer = parseJson(await response.text());
    if (response.ok) return parseAnswer(answer, now());
    throw toTokenSessionError(response, answer, now());
  } catch (cause) {
    throw isCloseApiError(cause)
      ? cause
      : new CloseApiError('network', 'the token route is unreachable', { cause });
  }
}

function parseAnswer(answer: unknown, now: number): HeldToken {
  const { token, expiresAt, organizationId: id } = isRecord(answer) ? answer : {};
  if (typeof token !== 'string') throw new CloseApiError('decode', 'the token route returned no token');
  const organizationId = typeof id === 'string' ? id : undefined;
  const leftMs = typeof expiresAt === 'number' ? expiresAt - now : 0;
  // A clock that is wrong here must not make every request ask: Close's own 401 then tells the end.
  if (leftMs <= 0) return { token, organizationId, expiresAt: Infinity, renewAt: Infinity };
  const renewAt = now + leftMs - Math.min(aheadMs, leftMs / 2);
  return { token, organizationId, expiresAt: now + leftMs, renewAt };
}

function toTokenSessionError(response: Response, body: unknown, now: number): CloseApiError {
  const error = toResponseError(response, body, { operation: undefined, attempts: 1, now });
  const { status, backendCode } = error;
  if (status !== 401 || backendCode !== 'signed_out') return error;
  return new CloseApiError('reauthorization_required', error.message, { status, backendCode, cause: error });
}

function organizationChanged(): CloseApiError {
  const message = 'the backend has switched to another organization';
  return new CloseApiError('reauthorization_required', message, { backendCode: 'organization_changed' });
}

function isFinal(error: unknown): boolean {
  return isCloseApiError(error) && error.code === 'reauthorization_required';
}
