import { endSession, findSession, replaceSession, startSession } from '../session/browser-session.ts';
import type { BrowserSession, SessionStart } from '../session/browser-session.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import { readGrantStatus, withinTime } from '../session/grant-status.ts';
import { isDisconnected } from '../session/is-disconnected.ts';
import type { LoginContext } from '../session/login-context.ts';
import { fetchProfile } from './profile.ts';
import { organizationsBeside } from '../stores/session-connections.ts';
import type { SessionOrganization, SessionRecord } from '../stores/session-store.ts';

/** A callback with the login it belongs to. */
export interface Callback {
  readonly url: URL;
  readonly transaction: string | undefined;
  readonly context: LoginContext | undefined;
}

// The vault limits its calls of Close and retries its store; a store that hangs must not hold the login.
const longestLoginMs = 60_000;

/** Exchanges the code and returns the id of a new session. The grant is stored before the session exists. */
export async function connect(
  config: HandlerConfig,
  { url, transaction, context }: Callback,
): Promise<string> {
  // The public URL: the server itself may be reached under another one.
  const callbackUrl = new URL(`${config.origin}${url.pathname}${url.search}`);
  const finishing = config.oauth.finishAuthorization({ callbackUrl, transaction });
  const { grant } = await withinTime(finishing, longestLoginMs);
  const { previousSession, sessionId: id } = context ?? {};
  const start = { grant, profile: await fetchProfile(config, grant), ...(id !== undefined && { id }) };
  const started = await continueSession(config, previousSession, start);
  const { userId, organizationId } = grant;
  config.emit({ type: 'signed-in', userId, organizationId });
  return started;
}

/** Joins the browser's session, or replaces it with a new one. Returns the new id. */
async function continueSession(
  config: HandlerConfig,
  previousKey: string | undefined,
  start: SessionStart,
): Promise<string> {
  if (previousKey === undefined) return startSession(config, start);
  const previous = await findSession(config, previousKey);
  const joined = previous && (await joinSession(config, previous, start));
  if (joined !== undefined) return joined;
  const isOthers = previous !== undefined && previous.record.userId !== start.grant.userId;
  const end = isOthers ? ({ record: previous.record, reason: 'replaced' } as const) : undefined;
  await endSession(config, previousKey, end);
  return startSession(config, start);
}

/**
 * Adds an organization to the browser's session of the same user. `undefined` when that session has ended or
 * belongs to another user, whose connections the new user must not get.
 */
async function joinSession(
  config: HandlerConfig,
  previous: BrowserSession,
  start: SessionStart,
): Promise<string | undefined> {
  const { organizationId, userId } = start.grant;
  if (previous.record.userId !== userId) return undefined;
  const otherOrganizations = await othersConnected(config, previous.record, organizationId);
  return replaceSession(config, previous, { ...start, otherOrganizations });
}

/** The other organizations that are still connected. One that needs reauthorization counts as connected. */
async function othersConnected(
  config: HandlerConfig,
  record: SessionRecord,
  organizationId: string,
): Promise<SessionOrganization[]> {
  const { userId } = record;
  const others = organizationsBeside(record, organizationId).map(async (organization) => {
    const status = await readGrantStatus(config.oauth.grant({ organizationId: organization.id, userId }));
    return isDisconnected(status) ? [] : [organization];
  });
  return (await Promise.all(others)).flat();
}
