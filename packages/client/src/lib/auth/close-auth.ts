import type { ApiKeyAuth } from './api-key.ts';
import type { BearerAuth } from './bearer.ts';
import type { CookieSession } from './cookie-session.ts';
import type { TokenSession } from './token-session.ts';
import type { TokenSource } from './token-source.ts';

/**
 * The ways to authenticate a connection: `apiKey(key)`, `bearer(token)` or `bearer(source)`,
 * `cookieSession(basePath)` or `tokenSession(basePath)`. Each of them contains its code, so that a bundle has
 * the code only of the one that it uses.
 */
export type ConnectionAuth = ApiKeyAuth | BearerAuth | CookieSession | TokenSession;

/** The ways to authenticate a client: {@link ConnectionAuth}, or a {@link TokenSource} as it is. */
export type CloseAuth = ConnectionAuth | TokenSource;

/** Whether requests go to a backend with its session cookie. */
export function isCookieSession(auth: CloseAuth): auth is CookieSession {
  return 'kind' in auth && auth.kind === 'cookie-session';
}
