import { CloseAuthError } from './error.ts';
import type { CloseAuthErrorCode } from './error.ts';
import { parseCloseSession } from './close-session.ts';
import type { SessionSource } from './session-source.ts';

/** Settings of {@link sessionRoutes}. */
export interface SessionRoutesOptions {
  /** The base path of the routes of `@closekit/server`, for example `/api/close`. */
  readonly basePath: string;
  /** Sends the requests. */
  readonly fetch: typeof fetch;
  /** Clears the cached token of the client. */
  readonly forget: () => void;
}

/** Time limit of one request. */
const timeoutMs = 15_000;

/** Calls the session routes of `@closekit/server`, which keep the session in an `HttpOnly` cookie. */
export function sessionRoutes({ basePath, fetch, forget }: SessionRoutesOptions): SessionSource {
  const send = async (route: string, init: RequestInit, ...signals: AbortSignal[]): Promise<Response> => {
    const response = await fetch(`${basePath}/${route}`, {
      ...init,
      // Another origin cannot send a custom header without a CORS preflight; the routes refuse requests
      // without this one.
      headers: { 'x-closekit': '1', 'content-type': 'application/json' },
      credentials: 'same-origin',
      // Without it, as in React Native, the time limit of `fetch` itself counts.
      signal: AbortSignal.any?.([AbortSignal.timeout(timeoutMs), ...signals]),
    });
    if (response.ok) return response;
    const { status } = response;
    const message = `${basePath}/${route} responded with status ${status}.`;
    throw Object.assign(new Error(message), { status });
  };
  const post = async (route: string, code: CloseAuthErrorCode, body: object = {}): Promise<void> => {
    try {
      await send(route, { method: 'POST', body: JSON.stringify(body) });
    } catch (cause) {
      throw new CloseAuthError(code, `${basePath}/${route} failed. See \`cause\`.`, { cause });
    }
  };
  return {
    basePath,
    read: async (signal) => parseCloseSession(await (await send('session', {}, signal)).json()),
    signOut: () => post('logout', 'sign_out_failed'),
    disconnect: (organizationId) => post('disconnect', 'disconnect_failed', { organizationId }),
    switchTo: (organizationId) => post('switch', 'switch_failed', { organizationId }),
    forget,
    loginUrl: (returnTo) => `${basePath}/login?returnTo=${encodeURIComponent(returnTo)}`,
  };
}
