import type { GrantStatus } from '@closekit/oauth';
import { endSession, readSession, saveProfile } from '../session/browser-session.ts';
import type { BrowserSession } from '../session/browser-session.ts';
import { readGrantStatus } from '../session/grant-status.ts';
import { isDisconnected } from '../session/is-disconnected.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import { jsonResponse } from '../base/json-response.ts';
import { fetchProfile, unnamedProfile } from './profile.ts';
import { connectedOrganizations } from '../stores/session-connections.ts';
import type { SessionOrganization, SessionProfile, SessionRecord } from '../stores/session-store.ts';

/** The response of `GET session`. */
export type SessionState = SignedOutState | SignedInState;

/** The state of a browser without a live session. */
export interface SignedOutState {
  /** The request has no live session. */
  readonly status: 'signed-out';
}

/** The state of a live session. */
export interface SignedInState extends SessionProfile {
  /** `needs-reauth`: the user must connect again; data that is already shown may stay. */
  readonly status: 'signed-in' | 'needs-reauth';
  /** Every organization that this browser has connected, with the active one, sorted by name. */
  readonly organizations: readonly SessionOrganization[];
  /** When the access token on the server expires, in milliseconds since 1970. */
  readonly expiresAt: number | null;
  /** The number of token pairs that this connection has had. */
  readonly generation: number;
  /** The number of refreshes since the user connected. */
  readonly refreshes: number;
  /** The granted scope as Close reported it; `null` when it did not. */
  readonly scope: string | null;
}

/** `GET session`: the state of the browser's session. */
export async function session(config: HandlerConfig, request: Request): Promise<Response> {
  const current = await readSession(config, request);
  if (current === undefined) return signedOut();
  const grant = config.oauth.grant(current.record);
  const status = await readGrantStatus(grant);
  if (isDisconnected(status)) {
    await endSession(config, current.key, { record: current.record, reason: 'disconnected' });
    // The cookie is not cleared: a late response could clear the cookie of a login that has just finished.
    return signedOut();
  }
  const profile = await currentProfile(config, current, status);
  return jsonResponse(toState(status, { ...current.record, profile }));
}

function signedOut(): Response {
  const state: SignedOutState = { status: 'signed-out' };
  return jsonResponse(state);
}

/** The one place where a grant's `reauthorization_required` becomes the browser's `needs-reauth`. */
function toState(
  status: GrantStatus,
  record: SessionRecord & { readonly profile: SessionProfile },
): SignedInState {
  const { user, organization } = record.profile;
  return {
    status: status.status === 'active' ? 'signed-in' : 'needs-reauth',
    user,
    organization,
    organizations: connectedOrganizations(record),
    expiresAt: status.expiresAt ?? null,
    generation: status.generation,
    refreshes: status.refreshes,
    scope: status.scope ?? null,
  };
}

/** The stored names, else the names from Close, else the ids. */
async function currentProfile(
  config: HandlerConfig,
  current: BrowserSession,
  status: GrantStatus,
): Promise<SessionProfile> {
  const { record } = current;
  if (record.profile !== null) return record.profile;
  const profile = status.status === 'active' ? await fetchProfile(config, config.oauth.grant(record)) : null;
  if (profile === null) return unnamedProfile(record);
  await saveProfile(config, current, profile);
  return profile;
}
