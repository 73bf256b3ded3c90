import { parseBasePath } from './base-path.ts';

/** Authentication through a backend of the same origin, which holds the tokens. */
export interface CookieSession {
  /** Tells this way of authentication from the others. */
  readonly kind: 'cookie-session';
  /** Where the backend is mounted, without a trailing slash. */
  readonly basePath: string;
}

/**
 * Authenticates with the session cookie of a backend of the page's own origin, such as `@closekit/server`.
 * No token reaches the browser. A 401 is final, because the backend has already refreshed.
 *
 * @param basePath - Where the backend is mounted, `/api/close` by default.
 * @returns What `createCloseClient` takes as `auth`.
 * @throws TypeError when `basePath` is not a path of this origin.
 */
export function cookieSession(basePath = '/api/close'): CookieSession {
  return Object.freeze({ kind: 'cookie-session', basePath: parseBasePath(basePath, 'cookieSession') });
}
