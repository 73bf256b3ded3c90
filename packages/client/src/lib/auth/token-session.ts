import { assertArgument } from '../base/assert-argument.ts';
import { isRecord } from '../base/is-record.ts';
import { raceSignal } from '../base/race-signal.ts';
import { CloseApiError, isCloseApiError } from '../errors/close-api-error.ts';
import type { Authenticator } from '../transport/authenticator.ts';
import { parseBasePath } from './base-path.ts';
import { requestToken } from './request-token.ts';
import type { HeldToken, TokenRoute } from './request-token.ts';
import { sendToken } from './send-token.ts';
import type { TokenSource } from './token-source.ts';

/** Authentication with access tokens from a backend of the same origin. They stay in memory. */
export interface TokenSession extends TokenSource, Authenticator {
  /** Discriminates the ways to authenticate. */
  readonly kind: 'token-session';
  /** The path that the backend is mounted on, without a trailing slash. */
  readonly basePath: string;
  /**
   * Marks a token as refused: the next `get()` requests another one from the backend.
   *
   * @param token - The refused token.
   */
  invalidate(token: string): void;
  /** Drops the token. Call it when another user or another organization is connected. */
  forget(): void;
}

/** Settings of {@link tokenSession}. */
export interface TokenSessionOptions {
  /** Sends requests to the backend. Default: the global `fetch`, looked up at each call. */
  readonly fetch?: typeof fetch | undefined;
  /** The time in milliseconds since 1970. Default: `Date.now`. */
  readonly now?: (() => number) | undefined;
}

/**
 * Authenticates with access tokens from a backend of the page's own origin, such as `@closekit/server` with
 * `tokens: true`. The refresh token stays in the backend; the browser sends its requests to Close itself. The
 * API must allow requests from other origins (CORS); where it does not, pass the client a `baseUrl` that
 * does, or use `cookieSession`.
 *
 * @param basePath - The path that the backend is mounted on, `/api/close` by default.
 * @param options - `fetch` and clock.
 * @returns The `auth` option of `createCloseClient`.
 * @throws TypeError naming the wrong argument or option.
 * @example
 * const close = createCloseClient({ auth: tokenSession('/api/close') });
 */
export function tokenSession(basePath = '/api/close', options: TokenSessionOptions = {}): TokenSession {
  const path = parseBasePath(basePath, 'tokenSession');
  const route: TokenRoute = { url: `${path}/token`, ...parseTokenSessionOptions(options) };
  const state: SessionState = { ...noSession };
  const source = {
    get: async ({ signal }: { readonly signal?: AbortSignal } = {}) => {
      if (state.held && route.now() < state.held.renewAt) return state.held.token;
      const { token } = await raceSignal(() => (state.flight ??= renew(state, route)), signal);
      return token;
    },
    invalidate: (token: string) => {
      if (token !== state.held?.token) return;
      state.refused = token;
      state.held = undefined;
    },
  };
  return Object.freeze({
    kind: 'token-session',
    basePath: path,
    ...source,
    forget: () => {
      Object.assign(state, noSession);
    },
    toLayer: (events: Parameters<Authenticator['toLayer']>[0]) => sendToken(source, events),
  });
}

interface SessionState {
  held: HeldToken | undefined;
  refused: string | undefined;
  flight: Promise<HeldToken> | undefined;
  owner: string | undefined;
}

const noSession: Readonly<SessionState> = {
  held: undefined,
  refused: undefined,
  flight: undefined,
  owner: undefined,
};

function parseTokenSessionOptions(options: TokenSessionOptions): Pick<TokenRoute, 'fetch' | 'now'> {
  const given: unknown = options;
  assertArgument(isRecord(given), ['tokenSession', 'options'], 'an object');
  for (const name of ['fetch', 'now']) {
    const isFunction = ['undefined', 'function'].includes(typeof given[name]);
    assertArgument(isFunction, ['tokenSession', name], 'a function');
  }
  return { fetch: options.fetch, now: options.now ?? Date.now };
}

function renew(state: SessionState, route: TokenRoute): Promise<HeldToken> {
  const expected = state.owner;
  const own = requestUnrefused(state, route)
    .catch((error: unknown) => {
      // Renewed ahead of time: the old token may still work.
      if (state.held === undefined || route.now() >= state.held.expiresAt || isFinal(error)) throw error;
      return state.held;
    })
    .then((next) => {
      // All tabs share one session. A page that has not noticed a switch, or the login of another user, must not
      // write as the other one, and neither may a call that was meant for the previous one.
      const owner = next.owner ?? expected;
      if (owner !== (expected ?? owner)) throw organizationChanged();
      // A flight that `forget` has detached leaves the state alone.
      if (state.flight === own) Object.assign(state, { owner, held: next, refused: undefined });
      return next;
    })
    .finally(() => {
      if (state.flight === own) state.flight = undefined;
    });
  return own;
}

/** Requests a token, and a second one if the first was refused in the meantime. */
async function requestUnrefused(state: SessionState, route: TokenRoute): Promise<HeldToken> {
  const named = state.refused;
  const next = await requestToken(route, named);
  if (next.token !== state.refused || named === state.refused) return next;
  return requestToken(route, state.refused);
}

function organizationChanged(): CloseApiError {
  const message = 'The backend has switched to another organization or user. Call `forget()`.';
  return new CloseApiError('reauthorization_required', message, { backendCode: 'organization_changed' });
}

function isFinal(error: unknown): boolean {
  return isCloseApiError(error) && error.code === 'reauthorization_required';
}
