import { CloseAuthError } from './error.ts';
import type { CloseAuthErrorCode } from './error.ts';
import { parseCloseSession } from './close-session.ts';
import type { SessionSource } from './session-source.ts';

/** Settings of {@link sessionRoutes}. */
export interface SessionRoutesOptions {
  /** Where the routes of `@closekit/server` are mounted, for example `/api/close`. */
  readonly basePath: string;
  /** How they are reached. */
  readonly fetch: typeof fetch;
  /** Drops what the client keeps for the one who was connected until now. */
  readonly forget: () => void;
}

/** A route that does not answer within this time counts as unavailable. */
const timeoutMs = 15_000;

/**
 * Speaks to the session routes of `@closekit/server`, which keep the session in a cookie that scripts cannot read.
 *
 * @param options - Where the routes are and how to reach them.
 * @returns The source.
 */
export function sessionRoutes({ basePath, fetch, forget }: SessionRoutesOptions): SessionSource {
  const ask = async (route: string, init: RequestInit, ...signals: AbortSignal[]): Promise<Response> => {
    const response = await fetch(`${basePath}/${route}`, {
      ...init,
      // Custom headers cannot be sent across origins without permission; the routes refuse requests without this one.
      headers: { 'x-closekit': '1', 'content-type': 'application/json' },
      credentials: 'same-origin',
      signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...signals]),
    });
    if (response.ok) return response;
    throw new TypeError(`CloseProvider: the response has status ${response.status}.`);
  };
  const act = async (route: string, code: CloseAuthErrorCode, body: object = {}): Promise<void> => {
    try {
      await ask(route, { method: 'POST', body: JSON.stringify(body) });
    } catch (cause) {
      throw new CloseAuthError(code, `${basePath}/${route} failed.`, { cause });
    }
  };
  return {
    basePath,
    read: async (signal) => parseCloseSession(await (await ask('session', {}, signal)).json()),
    signOut: () => act('logout', 'sign_out_failed'),
    switchTo: (organizationId) => act('switch', 'switch_failed', { organizationId }),
    forget,
    loginUrl: (returnTo) => `${basePath}/login?returnTo=${encodeURIComponent(returnTo)}`,
  };
}
