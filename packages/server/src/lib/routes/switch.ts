import { findSession, replaceSession, requireSession } from '../session/browser-session.ts';
import type { BrowserSession } from '../session/browser-session.ts';
import { CloseServerError } from '../base/errors.ts';
import { moveFlowCookies } from '../session/flow-cookie.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import { activateOrganization } from '../session/activate-organization.ts';
import { readGrantStatus } from '../session/grant-status.ts';
import { isDisconnected } from '../session/is-disconnected.ts';
import { jsonResponse } from '../base/json-response.ts';
import { digest } from '../base/opaque-id.ts';
import { readJson } from '../guard/read-json.ts';
import { organizationsBeside } from '../stores/session-connections.ts';
import { sessionCookie } from '../session/cookie.ts';

/** `POST switch`: activates another organization of this session, under a new session id. */
export async function switchOrganization(config: HandlerConfig, request: Request): Promise<Response> {
  const current = await requireSession(config, request);
  const { organizationId } = await readJson(config, request);
  const { record } = current;
  if (organizationId === record.organizationId) return jsonResponse(null);
  const organization = record.otherOrganizations.find(({ id }) => id === organizationId);
  if (organization === undefined) throw notConnected();
  const grant = config.oauth.grant({ organizationId: organization.id, userId: record.userId });
  if (isDisconnected(await readGrantStatus(grant))) throw notConnected();
  const others = organizationsBeside(record, organization.id);
  const id = await replaceSession(config, current, activateOrganization(record, organization, others));
  if (id === undefined) throw await notSwitched(config, current);
  const { userId } = record;
  const previousOrganizationId = record.organizationId;
  config.emit({ type: 'switched', userId, organizationId: organization.id, previousOrganizationId });
  const moved = await moveFlowCookies(config, request, { previousSession: await digest(id) });
  return jsonResponse(null, { cookies: [...moved, sessionCookie(config, id)] });
}

async function notSwitched(config: HandlerConfig, { key }: BrowserSession): Promise<CloseServerError> {
  if ((await findSession(config, key)) === undefined)
    return new CloseServerError('signed_out', 'The session has just ended. Sign in again.');
  const message = 'Another request is replacing this session. Read the session again.';
  return new CloseServerError('organization_changed', message);
}

function notConnected(): CloseServerError {
  return new CloseServerError(
    'organization_not_connected',
    'This browser has not connected that organization. Connect it first.',
  );
}
