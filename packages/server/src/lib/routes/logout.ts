import { CloseServerError, toHandlerError } from '../base/errors.ts';
import { jsonResponse } from '../base/json-response.ts';
import { digest } from '../base/opaque-id.ts';
import { settlesWithin } from '../base/settles-within.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import { findSession, signOutSession } from '../session/browser-session.ts';
import { clearSiteData } from '../session/clear-site-data.ts';
import { clearSessionCookie, readSessionCookie } from '../session/cookie.ts';

// A user at a shared computer wants to leave: a store that hangs must not hold the response back.
const patienceMs = 5000;

/**
 * `POST logout`: ends the session of this browser. The grant stays: other browsers stay signed in, and background
 * work continues.
 *
 * The response clears the cookie whatever fails. When the session store fails, its record stays until it expires,
 * under an id that only this browser had.
 */
export async function logout(config: HandlerConfig, request: Request): Promise<Response> {
  const id = readSessionCookie(config, request);
  if (id !== undefined) await endWithPatience(config, await digest(id));
  return jsonResponse(null, { cookies: [clearSessionCookie(config)], headers: clearSiteData });
}

async function endWithPatience(config: HandlerConfig, key: string): Promise<void> {
  const work = end(config, key).catch((error: unknown) => config.report(toHandlerError(error)));
  if (await settlesWithin(work, patienceMs)) return;
  const message = 'The session store has not deleted a session within five seconds.';
  config.report(new CloseServerError('session_store_unavailable', message));
}

async function end(config: HandlerConfig, key: string): Promise<void> {
  // Only the event needs the record, which may be unreadable.
  const session = await findSession(config, key).catch(() => undefined);
  await signOutSession(config, key);
  if (session === undefined) return;
  const { userId, organizationId } = session.record;
  config.emit({ type: 'signed-out', userId, organizationId });
}
