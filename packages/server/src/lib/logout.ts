import { isCloseOAuthError } from '@closekit/oauth';
import { endGrantSessions, readSession } from './browser-session.ts';
import type { HandlerConfig } from './handler-config.ts';
import { jsonResponse } from './json-response.ts';
import { clearSessionCookie } from './session-cookie.ts';

/**
 * `POST logout`: disconnects. Revokes the grant at Close, then ends every session of that grant.
 *
 * When Close cannot be reached the session stays, so that the user can try again: a connection that still lives at
 * Close must not look ended.
 */
export async function logout(config: HandlerConfig, request: Request): Promise<Response> {
  const current = await readSession(config, request);
  if (current !== undefined) {
    await revoke(config, config.oauth.grant(current.record));
    await endGrantSessions(config, current);
  }
  return jsonResponse(null, { cookies: [clearSessionCookie(config)] });
}

/** A record that cannot be opened cannot be revoked either, and must not keep anyone signed in. */
async function revoke(config: HandlerConfig, grant: { revoke(): Promise<void> }): Promise<void> {
  try {
    await grant.revoke();
  } catch (error) {
    if (!isCloseOAuthError(error) || error.code !== 'record_unreadable') throw error;
    config.report(error);
  }
}
