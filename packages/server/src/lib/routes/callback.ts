import type { Grant } from '@closekit/oauth';
import { endSession, findSession, replaceSession, startSession } from '../session/browser-session.ts';
import { toHandlerError } from '../base/errors.ts';
import { clearFlowCookie, moveFlowCookies, readFlowCookie, readNewestFlow } from '../session/flow-cookie.ts';
import type { LoginFlow } from '../session/flow-cookie.ts';
import type { BrowserSession } from '../session/browser-session.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import { hopPage } from './hop-page.ts';
import { digest } from '../base/opaque-id.ts';
import { fetchProfile } from './profile.ts';
import { redirect } from '../base/redirect.ts';
import { parseReturnTo, withCloseError } from '../guard/return-to.ts';
import { organizationsBeside } from '../stores/session-connections.ts';
import { isDisconnected } from '../session/is-disconnected.ts';
import { sessionCookie } from '../session/cookie.ts';
import type { SessionOrganization, SessionProfile, SessionRecord } from '../stores/session-store.ts';

/** `GET callback`: finishes an attempt and sends the browser back into the app, also after a failure. */
export async function callback(config: HandlerConfig, request: Request, url: URL): Promise<Response> {
  const state = url.searchParams.get('state') ?? '';
  const flow = await findFlow(config, request, url);
  const returnTo = parseReturnTo(config, flow?.returnTo);
  const cleared = state === '' || flow === undefined ? [] : [await clearFlowCookie(config, state)];
  try {
    const id = await connect(config, url, flow);
    const moved = await moveFlowCookies(config, request, { state, previousSession: await digest(id) });
    return hopPage(config.origin + returnTo, [...moved, ...cleared, sessionCookie(config, id)]);
  } catch (thrown) {
    const error = toHandlerError(thrown);
    config.report(error);
    return redirect(withCloseError(config, returnTo, error.code), cleared);
  }
}

/**
 * Close does not document whether a refusal has a `state`. One without it counts as the result of the newest
 * attempt.
 */
async function findFlow(config: HandlerConfig, request: Request, url: URL): Promise<LoginFlow | undefined> {
  const state = url.searchParams.get('state') ?? '';
  if (state !== '') return readFlowCookie(config, request, state);
  return url.searchParams.has('error') ? readNewestFlow(config, request) : undefined;
}

/** Exchanges the code and returns the id of a new session. The grant is stored before the session exists. */
async function connect(config: HandlerConfig, url: URL, flow: LoginFlow | undefined): Promise<string> {
  const { grant } = await config.oauth.finishAuthorization({
    // The public URL: the server itself may be reached under another one.
    callbackUrl: new URL(`${config.origin}${url.pathname}${url.search}`),
    transaction: flow?.transaction,
  });
  const profile = await fetchProfile(config, grant);
  const id = await continueSession(config, flow?.previousSession, { grant, profile });
  const { userId, organizationId } = grant;
  config.emit({ type: 'signed-in', userId, organizationId });
  return id;
}

/** Joins the browser's session, or replaces it with a new one. Returns the new id. */
async function continueSession(
  config: HandlerConfig,
  previousKey: string | undefined,
  start: { readonly grant: Grant; readonly profile: SessionProfile | null },
): Promise<string> {
  if (previousKey === undefined) return startSession(config, start);
  const previous = await findSession(config, previousKey);
  const joined = previous === undefined ? undefined : await joinSession(config, previous, start);
  if (joined !== undefined) return joined;
  const isOthers = previous !== undefined && previous.record.userId !== start.grant.userId;
  await endSession(
    config,
    previousKey,
    isOthers ? { record: previous.record, reason: 'replaced' } : undefined,
  );
  return startSession(config, start);
}

/**
 * Adds an organization to the browser's session of the same user. `undefined` when that session has ended or
 * belongs to another user, whose connections the new user must not get.
 */
async function joinSession(
  config: HandlerConfig,
  previous: BrowserSession,
  { grant, profile }: { readonly grant: Grant; readonly profile: SessionProfile | null },
): Promise<string | undefined> {
  if (previous.record.userId !== grant.userId) return undefined;
  const otherOrganizations = await othersConnected(config, previous.record, grant.organizationId);
  return replaceSession(config, previous, { grant, profile, otherOrganizations });
}

/** The other organizations that are still connected. One that needs reauthorization counts as connected. */
async function othersConnected(
  config: HandlerConfig,
  record: SessionRecord,
  organizationId: string,
): Promise<SessionOrganization[]> {
  const { userId } = record;
  const others = organizationsBeside(record, organizationId).map(async (organization) => {
    const status = await config.oauth.grant({ organizationId: organization.id, userId }).status();
    return isDisconnected(status) ? [] : [organization];
  });
  return (await Promise.all(others)).flat();
}
