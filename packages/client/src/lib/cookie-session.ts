/** Authentication through a backend of the same origin, which holds the tokens. */
export interface CookieSession {
  readonly kind: 'cookie-session';
  /** Where the backend is mounted, without a trailing slash. */
  readonly basePath: string;
}

/**
 * Authenticates with the session cookie of a backend of the page's own origin, such as `@closekit/server`.
 * No token reaches the browser. A 401 is final, because the backend has already refreshed.
 *
 * @param basePath Where the backend is mounted, `/api/close` by default.
 * @returns What `createCloseClient` takes as `auth`.
 * @throws TypeError when `basePath` is not a path of this origin.
 */
export function cookieSession(basePath = '/api/close'): CookieSession {
  if (typeof basePath !== 'string' || !/^\/(?![/\\])[^?#]*$/.test(basePath)) {
    throw new TypeError("cookieSession: basePath must be a path of this origin, such as '/api/close'");
  }
  return Object.freeze({ kind: 'cookie-session', basePath: basePath.replace(/\/+$/, '') });
}
