import type { ApiKeyAuth } from './api-key.ts';
import type { BearerAuth } from './bearer.ts';
import type { CookieSession } from './cookie-session.ts';
import { assertArgument } from '../base/assert-argument.ts';
import { isRecord } from '../base/is-record.ts';
import type { TokenSession } from './token-session.ts';
import { isTokenSource } from './token-source.ts';
import type { TokenSource } from './token-source.ts';

/**
 * The ways to authenticate: `apiKey(key)`, `bearer(token)`, a {@link TokenSource}, `cookieSession(basePath)`
 * or `tokenSession(basePath)`.
 */
export type CloseAuth = ApiKeyAuth | BearerAuth | TokenSource | CookieSession | TokenSession;

const kinds: readonly unknown[] = ['api-key', 'bearer', 'cookie-session'];

/** Whether requests go to a backend with its session cookie. */
export function isCookieSession(auth: CloseAuth): auth is CookieSession {
  return 'kind' in auth && auth.kind === 'cookie-session';
}

/** Refuses an `auth` option that is none of the ways to authenticate. */
export function assertCloseAuth(auth: unknown, caller: string): asserts auth is CloseAuth {
  const isAuth = isTokenSource(auth) || (isRecord(auth) && kinds.includes(auth['kind']));
  assertArgument(isAuth, [caller, 'auth'], 'apiKey(), bearer(), cookieSession() or a token source');
}
