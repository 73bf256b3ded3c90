import { isCloseOAuthError } from '@closekit/oauth';
import { endGrantSessions, readSession } from '../session/browser-session.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import { jsonResponse } from '../base/json-response.ts';
import { connectedGrants } from '../stores/session-connections.ts';
import { clearSessionCookie } from '../session/cookie.ts';

/**
 * `POST logout`: disconnects. Revokes every grant of the session at Close, then ends all sessions of those grants.
 *
 * When Close cannot be reached the session stays, so that the user can try again: a connection that still lives at
 * Close must not look ended. The grant in use comes last, for without it the session would end half way.
 */
export async function logout(config: HandlerConfig, request: Request): Promise<Response> {
  const current = await readSession(config, request);
  if (current !== undefined) {
    for (const grant of connectedGrants(current.record)) await revoke(config, config.oauth.grant(grant));
    await endGrantSessions(config, current);
  }
  return jsonResponse(null, { cookies: [clearSessionCookie(config)] });
}

/** What trying again cannot mend: the operator has to, and hears of it. */
const beyondTheUser: ReadonlySet<string> = new Set(['record_unreadable', 'client_misconfigured']);

/** Neither a record that cannot be opened nor an app that Close refuses can keep anyone signed in. */
async function revoke(config: HandlerConfig, grant: { revoke(): Promise<void> }): Promise<void> {
  try {
    await grant.revoke();
  } catch (error) {
    if (!isCloseOAuthError(error) || !beyondTheUser.has(error.code)) throw error;
    config.report(error);
  }
}
