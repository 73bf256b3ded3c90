import type { GrantStatus } from '@closekit/oauth';
import { endSession, keepProfile, readSession } from '../session/browser-session.ts';
import type { BrowserSession } from '../session/browser-session.ts';
import { isDisconnected } from '../session/is-disconnected.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import { jsonResponse } from '../base/json-response.ts';
import { fetchProfile, unnamedProfile } from './profile.ts';
import { connectedOrganizations } from '../stores/session-connections.ts';
import type { SessionOrganization, SessionProfile, SessionRecord } from '../stores/session-store.ts';

/** What `GET session` answers. */
export type SessionState = SignedOutState | SignedInState;

/** No live session came with the request. */
export interface SignedOutState {
  /** Nobody is connected. */
  readonly status: 'signed-out';
}

/** A live session, and whether its connection still works. */
export interface SignedInState extends SessionProfile {
  /** Connected; or the user has to connect again, and what is shown may stay. */
  readonly status: 'signed-in' | 'needs-reauth';
  /** Every organization this browser has connected, the one in use included, by name. */
  readonly organizations: readonly SessionOrganization[];
  /** When the access token on the server expires, in milliseconds since the epoch. */
  readonly expiresAt: number | null;
  /** How many token pairs this connection has had. */
  readonly generation: number;
  /** How often the pair was renewed since the user connected. */
  readonly refreshes: number;
  /** What the user granted, as Close reported it; null when it did not. */
  readonly scope: string | null;
}

/** `GET session`: who is signed in. */
export async function session(config: HandlerConfig, request: Request): Promise<Response> {
  const current = await readSession(config, request);
  if (current === undefined) return signedOut();
  const grant = config.oauth.grant(current.record);
  const status = await grant.status();
  if (isDisconnected(status)) {
    await endSession(config, current.key);
    // The cookie stays: a late answer that clears it could meet the cookie of a login that has just ended.
    return signedOut();
  }
  const profile = await currentProfile(config, current, status);
  return jsonResponse(toState(status, { ...current.record, profile }));
}

function signedOut(): Response {
  const state: SignedOutState = { status: 'signed-out' };
  return jsonResponse(state);
}

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

/** The stored names, else what Close says now, else the ids. */
async function currentProfile(
  config: HandlerConfig,
  current: BrowserSession,
  status: GrantStatus,
): Promise<SessionProfile> {
  const { record } = current;
  if (record.profile !== null) return record.profile;
  const profile = status.status === 'active' ? await fetchProfile(config, config.oauth.grant(record)) : null;
  if (profile === null) return unnamedProfile(record);
  await keepProfile(config, current, profile);
  return profile;
}
