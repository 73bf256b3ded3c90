import { isCloseOAuthError } from '@closekit/oauth';
import type { Grant } from '@closekit/oauth';
import { endGrantSessions, readSession } from '../session/browser-session.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import { jsonResponse } from '../base/json-response.ts';
import { connectedGrants } from '../stores/session-connections.ts';
import { clearSiteData } from '../session/clear-site-data.ts';
import { clearSessionCookie } from '../session/cookie.ts';

/**
 * `POST logout`: disconnects. Revokes every grant of the session at Close, then deletes all sessions of those
 * grants.
 *
 * When Close cannot be reached the session stays, so that the user can try again: a grant that is still valid
 * at Close must not look revoked. The active grant is revoked last, because the session ends with it.
 */
export async function logout(config: HandlerConfig, request: Request): Promise<Response> {
  const current = await readSession(config, request);
  if (current !== undefined) {
    for (const grant of connectedGrants(current.record)) await revoke(config, config.oauth.grant(grant));
    await endGrantSessions(config, current);
    const { userId, organizationId } = current.record;
    config.emit({ type: 'signed-out', userId, organizationId });
  }
  return jsonResponse(null, { cookies: [clearSessionCookie(config)], headers: clearSiteData });
}

/** Errors that another attempt cannot fix. They are reported to the operator. */
const unrepeatable: ReadonlySet<string> = new Set([
  'record_unreadable',
  'record_too_new',
  'client_misconfigured',
]);

/** Revokes a grant. Neither an unreadable record nor an app that Close refuses keeps a user signed in. */
async function revoke(config: HandlerConfig, grant: Grant): Promise<void> {
  const { userId, organizationId } = grant;
  try {
    await grant.revoke();
    config.emit({ type: 'disconnected', userId, organizationId });
  } catch (error) {
    if (!isCloseOAuthError(error) || !unrepeatable.has(error.code)) throw error;
    config.report(error);
  }
}
