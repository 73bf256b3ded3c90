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

/** A session route that does not answer within this time counts as unavailable. */
const timeoutMs = 15_000;

// Custom headers cannot be sent across origins without permission; the routes refuse requests without this one.
const headers = { 'x-closekit': '1' };

/**
 * Speaks to the session routes of `@closekit/server`, which keep the session in a cookie that scripts cannot read.
 *
 * @param options Where the routes are and how to reach them.
 * @returns The source.
 */
export function cookieSessionSource({ basePath, fetch }: CookieSessionSourceOptions): SessionSource {
  return {
    endsSession: true,
    read: async (signal) => {
      const limited = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
      try {
        const response = await fetch(`${basePath}/session`, {
          headers,
          credentials: 'same-origin',
          signal: limited,
        });
        if (!response.ok) throw new TypeError(`the answer has the status ${response.status}`);
        return parseCloseSession(await response.json());
      } catch (cause) {
        throw new CloseAuthError(
          'session_unavailable',
          `${basePath}/session did not tell who is connected.`,
          { cause },
        );
      }
    },
    signOut: async () => {
      const request = { method: 'POST', headers, credentials: 'same-origin' } as const;
      const response = await fetch(`${basePath}/logout`, request).catch((cause: unknown) =>
        signOutFailed(basePath, cause),
      );
      if (!response.ok)
        signOutFailed(basePath, new TypeError(`the answer has the status ${response.status}`));
    },
    loginUrl: (returnTo) => `${basePath}/login?returnTo=${encodeURIComponent(returnTo)}`,
  };
}

function signOutFailed(basePath: string, cause: unknown): never {
  throw new CloseAuthError('sign_out_failed', `${basePath}/logout did not end the session.`, { cause });
}
