import { CloseAuthError } from './close-auth-error.ts';
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

const routes = {
  session: { method: 'GET', code: 'session_unavailable' },
  logout: { method: 'POST', code: 'sign_out_failed' },
  switch: { method: 'POST', code: 'switch_failed' },
} as const;

/** What one route is asked with, and how its answer is read. */
interface Question<T> {
  readonly signal?: AbortSignal;
  readonly body?: unknown;
  readonly read: (response: Response) => T | Promise<T>;
}

/**
 * Speaks to the session routes of `@closekit/server`, which keep the session in a cookie that scripts cannot read.
 *
 * @param options Where the routes are and how to reach them.
 * @returns The source.
 */
export function sessionRoutes({ basePath, fetch, forget }: SessionRoutesOptions): SessionSource {
  const ask = async <T>(name: keyof typeof routes, { signal, body, read }: Question<T>): Promise<T> => {
    const { method, code } = routes[name];
    const limit = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(`${basePath}/${name}`, {
        method,
        // Custom headers cannot be sent across origins without permission; the routes refuse requests without this one.
        headers: { 'x-closekit': '1', ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        credentials: 'same-origin',
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
      });
      if (!response.ok) throw new TypeError(`the answer has the status ${response.status}`);
      return await read(response);
    } catch (cause) {
      throw new CloseAuthError(code, `${basePath}/${name} failed.`, { cause });
    }
  };
  return {
    basePath,
    read: (signal) =>
      ask('session', { signal, read: async (answer) => parseCloseSession(await answer.json()) }),
    signOut: () => ask('logout', { read: () => {} }),
    switchTo: (organizationId) => ask('switch', { body: { organizationId }, read: () => {} }),
    forget,
    loginUrl: (returnTo) => `${basePath}/login?returnTo=${encodeURIComponent(returnTo)}`,
  };
}
