import { parseBasePath } from './base-path.ts';

/** Authentication through a backend of the same origin, which keeps the tokens. */
export interface CookieSession {
  /** Discriminates the ways to authenticate. */
  readonly kind: 'cookie-session';
  /** The path that the backend is mounted on, without a trailing slash. */
  readonly basePath: string;
}

/**
 * Authenticates with the session cookie of a backend of the page's own origin, such as `@closekit/server`.
 * No token reaches the browser. A 401 is final, because the backend has already refreshed.
 *
 * @param basePath - The path that the backend is mounted on, `/api/close` by default.
 * @returns The `auth` option of `createCloseClient`.
 * @throws TypeError when `basePath` is not a path of this origin.
 */
export function cookieSession(basePath = '/api/close'): CookieSession {
  return Object.freeze({ kind: 'cookie-session', basePath: parseBasePath(basePath, 'cookieSession') });
}
