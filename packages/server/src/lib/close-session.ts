import type { CloseHandler } from './create-close-handler.ts';
import { CloseServerError } from './base/errors.ts';
import { fetchAs } from './fetch-as.ts';
import type { SessionState } from './routes/session.ts';

/**
 * Tells who is signed in, for a page that is rendered on the server: give it to `CloseProvider` as `initialSession`.
 *
 * @param handler - What {@link createCloseHandler} returned.
 * @param request - The request of the browser.
 * @param basePath - Where the handler is mounted.
 * @returns The session; undefined when a link on another site leads here, because browsers withhold the cookie then, and
 * for what another site sends or fetches. The page asks by itself.
 * @throws `CloseServerError` `session_unavailable` when the handler could not tell.
 * @example
 * ```ts
 * const initialSession = await closeSession(handler, request);
 * ```
 */
export async function closeSession(
  handler: CloseHandler,
  request: Request,
  basePath: string = '/api/close',
): Promise<SessionState | undefined> {
  const response = await fetchAs(handler, request)(`${basePath}/session`);
  // `cross_site`: whoever asked is told nothing, and a page that is shown after all asks by itself.
  if (response.status === 403) return undefined;
  if (!response.ok) {
    throw new CloseServerError('session_unavailable', `The session route answered ${response.status}.`);
  }
  // What our own handler has just written.
  const session: SessionState = await response.json();
  const isForeign = request.headers.get('sec-fetch-site') === 'cross-site';
  return isForeign && session.status === 'signed-out' ? undefined : session;
}
