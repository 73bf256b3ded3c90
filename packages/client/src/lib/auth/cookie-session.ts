import type { Authenticator } from '../transport/authenticator.ts';
import { parseBasePath } from './base-path.ts';
import { sendHeader } from './send-header.ts';

/** Authentication through a backend of the same origin, which keeps the tokens. */
export interface CookieSession extends Authenticator {
  /** Discriminates the ways to authenticate. */
  readonly kind: 'cookie-session';
  /** The path that the backend is mounted on, without a trailing slash. */
  readonly basePath: string;
  /** The default of the option `baseUrl`: the API below that path. */
  readonly baseUrl: string;
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
  const path = parseBasePath(basePath, 'cookieSession');
  return Object.freeze({
    kind: 'cookie-session',
    basePath: path,
    baseUrl: `${path}/api/v1`,
    // Another site's forms and links cannot set a header, so the backend can tell our requests from forged ones.
    toLayer: () => sendHeader({ 'x-closekit': '1' }),
  });
}
