import type { CloseHandler } from './create-close-handler.ts';
import { CloseServerError } from './base/errors.ts';
import { fetchAs } from './fetch-as.ts';
import { toPageRequest } from './to-page-request.ts';
import type { SessionState } from './routes/session.ts';

/**
 * Reads the session of a request, for a page that is rendered on the server. Pass it to `CloseProvider` as
 * `initialSession`.
 *
 * @param handler - The handler that {@link createCloseHandler} returned.
 * @param page - The browser's request, or its headers, such as `await headers()` of Next.js.
 * @param basePath - The path the handler is mounted at.
 * @returns The session; `undefined` when another site sent the request or linked to the page, because browsers
 * then withhold the cookie. The page reads the session itself in that case.
 * @throws CloseServerError `session_unavailable` when the session route fails.
 * @example
 * ```ts
 * const initialSession = await closeSession(handler, request);
 * ```
 */
export async function closeSession(
  handler: CloseHandler,
  page: Request | Headers,
  basePath: string = '/api/close',
): Promise<SessionState | undefined> {
  const request = toPageRequest(page);
  const response = await fetchAs(handler, request)(`${basePath}/session`);
  // `cross_site`: another site learns nothing. A page that is shown anyway reads the session itself.
  if (response.status === 403) return undefined;
  if (!response.ok) {
    const message = `The session route responded with ${response.status}. See the handler's \`onEvent\`.`;
    throw new CloseServerError('session_unavailable', message);
  }
  // The body is written by our own handler.
  const session: SessionState = await response.json();
  const isForeign = request.headers.get('sec-fetch-site') === 'cross-site';
  return isForeign && session.status === 'signed-out' ? undefined : session;
}
