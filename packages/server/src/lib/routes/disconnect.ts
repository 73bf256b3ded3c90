import type { Grant } from '@closekit/oauth';
import { CloseServerError, toHandlerError } from '../base/errors.ts';
import { jsonResponse } from '../base/json-response.ts';
import { digest } from '../base/opaque-id.ts';
import { settlesWithin } from '../base/settles-within.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import { readJson } from '../guard/read-json.ts';
import { activateOrganization } from '../session/activate-organization.ts';
import { endGrantSessions, endSession, replaceSession, requireSession } from '../session/browser-session.ts';
import type { BrowserSession } from '../session/browser-session.ts';
import { clearSiteData } from '../session/clear-site-data.ts';
import { clearSessionCookie, sessionCookie } from '../session/cookie.ts';
import { moveFlowCookies } from '../session/flow-cookie.ts';
import { readGrantStatus, withinTime } from '../session/grant-status.ts';
import { isDisconnected } from '../session/is-disconnected.ts';
import { connectedOrganizations, organizationsBeside } from '../stores/session-connections.ts';

// Close may be slow; the grant is disconnected all the same, and the vault goes on.
const patienceMs = 5000;
// For a token store that hangs, before the grant is disconnected.
const longestMarkMs = 10_000;

/**
 * `POST disconnect`: disconnects one organization, by default the active one, for all browsers of its user. The
 * session goes on with the other organizations under a new id, or ends with the last one. When Close cannot be
 * reached, the vault revokes the tokens later.
 */
export async function disconnect(config: HandlerConfig, request: Request): Promise<Response> {
  const current = await requireSession(config, request);
  const { record } = current;
  const { organizationId = record.organizationId } = await readJson(config, request);
  const organization = connectedOrganizations(record).find(({ id }) => id === organizationId);
  if (organization === undefined) throw notConnected();
  const grant = config.oauth.grant({ organizationId: organization.id, userId: record.userId });
  await revoke(config, grant);
  config.emit({ type: 'disconnected', userId: grant.userId, organizationId: organization.id });
  const id = await leaveOrganization(config, current, organization.id);
  await endGrantSessions(config, grant);
  if (id === undefined)
    return jsonResponse(null, { cookies: [clearSessionCookie(config)], headers: clearSiteData });
  const moved = await moveFlowCookies(config, request, { previousSession: await digest(id) });
  return jsonResponse(null, { cookies: [...moved, sessionCookie(config, id)] });
}

/** Disconnects a grant. Once that is stored, no failure undoes it: it is for the operator alone. */
async function revoke(config: HandlerConfig, grant: Grant): Promise<void> {
  const work = grant.revoke();
  if (!(await settlesWithin(work, patienceMs)) && (await isOver(grant))) {
    work.catch((error: unknown) => config.report(toHandlerError(error)));
    return;
  }
  try {
    await withinTime(work, longestMarkMs);
  } catch (error) {
    if (!(await isOver(grant))) throw error;
    config.report(toHandlerError(error));
  }
}

/** Whether a grant is disconnected, or cannot be read, so that another attempt cannot help. */
async function isOver(grant: Grant): Promise<boolean> {
  try {
    const status = await readGrantStatus(grant);
    return isDisconnected(status) || status.status === 'unreadable';
  } catch {
    return false;
  }
}

/** The id of the session without an organization; `undefined` when none is left, or the session has just ended. */
async function leaveOrganization(
  config: HandlerConfig,
  current: BrowserSession,
  organizationId: string,
): Promise<string | undefined> {
  const { record, key } = current;
  const rest = organizationsBeside(record, organizationId);
  const active = rest.find(({ id }) => id === record.organizationId) ?? rest[0];
  if (active !== undefined) {
    const others = rest.filter((organization) => organization !== active);
    return replaceSession(config, current, activateOrganization(record, active, others));
  }
  await endSession(config, key, { record, reason: 'disconnected' });
  return undefined;
}

function notConnected(): CloseServerError {
  return new CloseServerError(
    'organization_not_connected',
    'This browser has not connected that organization, so it cannot disconnect it.',
  );
}
