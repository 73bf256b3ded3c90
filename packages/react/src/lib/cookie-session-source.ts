import { CloseAuthError } from './close-auth-error.ts';
import { parseCloseSession } from './close-session.ts';
import type { SessionSource } from './session-source.ts';

/** Settings of {@link cookieSessionSource}. */
export interface CookieSessionSourceOptions {
  /** Where the routes of `@closekit/server` are mounted, for example `/api/close`. */
  readonly basePath: string;
  /** How they are reached. */
  readonly fetch: typeof fetch;
}

/** A route that does not answer within this time counts as unavailable. */
const timeoutMs = 15_000;

const routes = {
  session: { method: 'GET', code: 'session_unavailable', failure: 'did not tell who is connected' },
  logout: { method: 'POST', code: 'sign_out_failed', failure: 'did not end the session' },
} as const;

type Reader<T> = (response: Response) => Promise<T>;

/**
 * Speaks to the session routes of `@closekit/server`, which keep the session in a cookie that scripts cannot read.
 *
 * @param options Where the routes are and how to reach them.
 * @returns The source.
 */
export function cookieSessionSource({ basePath, fetch }: CookieSessionSourceOptions): SessionSource {
  const ask = async <T>(name: keyof typeof routes, read: Reader<T>, signal?: AbortSignal): Promise<T> => {
    const { method, code, failure } = routes[name];
    const limit = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(`${basePath}/${name}`, {
        method,
        // Custom headers cannot be sent across origins without permission; the routes refuse requests without this one.
        headers: { 'x-closekit': '1' },
        credentials: 'same-origin',
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
      });
      if (!response.ok) throw new TypeError(`the answer has the status ${response.status}`);
      return await read(response);
    } catch (cause) {
      throw new CloseAuthError(code, `${basePath}/${name} ${failure}.`, { cause });
    }
  };
  return {
    endsSession: true,
    read: (signal) => ask('session', async (response) => parseCloseSession(await response.json()), signal),
    signOut: () => ask('logout', async () => {}),
    loginUrl: (returnTo) => `${basePath}/login?returnTo=${encodeURIComponent(returnTo)}`,
  };
}
