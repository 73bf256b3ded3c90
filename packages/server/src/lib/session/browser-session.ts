import { CloseServerError, toHandlerError } from '../base/errors.ts';
import type { SessionEndReason } from '../config/handler-event.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import { createOpaqueId, digest } from '../base/opaque-id.ts';
import type { EndedSessions } from '../live/bus.ts';
import { claimReplacement, followLead } from '../stores/session-leads.ts';
import { readSessionCookie } from './cookie.ts';
import { callStore, isLive, listSessions, loadRecord } from './stored-sessions.ts';
import type {
  SessionFilter,
  SessionGrant,
  SessionOrganization,
  SessionProfile,
  SessionRecord,
  StoredSession,
} from '../stores/session-store.ts';

/** A live session and the key it is stored under. */
export type BrowserSession = StoredSession;

// Extending a session at every request would cost a write per API call for no benefit.
const touchIntervalMs = 3_600_000;

/** The live session of a request, or `undefined`. Restarts its idle time. */
export async function readSession(
  config: HandlerConfig,
  request: Request,
): Promise<BrowserSession | undefined> {
  const id = readSessionCookie(config, request);
  if (id === undefined) return undefined;
  const key = await digest(id);
  const record = await loadRecord(config, key);
  if (record === undefined) {
    config.noteUnknownSession(config, key);
    return undefined;
  }
  if (!isLive(config, record)) {
    await endSession(config, key, { record, reason: 'expired' });
    return undefined;
  }
  config.identify(record);
  return extend(config, { key, record }, request);
}

/**
 * The live session of a request.
 *
 * @throws CloseServerError `signed_out` when the browser has no live session; `session_store_unavailable`
 * when the store fails.
 */
export async function requireSession(config: HandlerConfig, request: Request): Promise<BrowserSession> {
  const session = await readSession(config, request);
  if (session === undefined) throw new CloseServerError('signed_out', 'No live session. Sign in again.');
  return session;
}

/** The contents of a new session. */
export interface SessionStart {
  readonly grant: SessionGrant;
  readonly profile: SessionProfile | null;
  /** The other organizations of the browser. */
  readonly otherOrganizations?: readonly SessionOrganization[];
  /** When the user signed in. Default: now. A switch passes the time of the previous session. */
  readonly createdAt?: number;
  /** The app's label of the device. */
  readonly device?: string;
  /** The id of the new session, which no browser may know yet. Default: a new one. */
  readonly id?: string;
}

/**
 * Stores a session under a new id and returns the id. An id that the browser sent is never reused. Beyond the limit of
 * a user, the user's least recently seen sessions end.
 */
export async function startSession(config: HandlerConfig, start: SessionStart): Promise<string> {
  const id = await saveSession(config, start);
  // The session is stored, so a failure must not hold back its id.
  await limitSessions(config, start.grant.userId, await digest(id)).catch((error: unknown) =>
    config.report(toHandlerError(error)),
  );
  return id;
}

async function saveSession(config: HandlerConfig, start: SessionStart): Promise<string> {
  const lastSeenAt = config.now();
  const {
    profile,
    otherOrganizations = [],
    createdAt = lastSeenAt,
    device = '',
    id = createOpaqueId(),
  } = start;
  const { organizationId, userId } = start.grant;
  const key = await digest(id);
  const expiresAt = expiry(config, createdAt);
  const times = { createdAt, lastSeenAt, expiresAt };
  const record = { organizationId, userId, otherOrganizations, profile, device, ...times };
  await callStore(config, (store) => store.save(key, record));
  return id;
}

/**
 * Replaces a session with a new one. `undefined` when the previous session has ended in the meantime, because a
 * sign-out must not be undone under another id, and when another request replaces it, because one browser has one
 * session.
 *
 * The lead to the new session and the session are stored first, so that a concurrent sign-out is either noticed here
 * or finds the new session too.
 */
export async function replaceSession(
  config: HandlerConfig,
  previous: BrowserSession,
  start: SessionStart,
): Promise<string | undefined> {
  const { id = createOpaqueId() } = start;
  const nextKey = await digest(id);
  const { key } = previous;
  const lead = { key, nextKey, now: config.now() };
  if (!(await callStore(config, (store) => claimReplacement(store, lead)))) return undefined;
  await saveSession(config, { device: previous.record.device, ...start, id });
  // Only `update` checks and writes in one step. The record it writes is deleted at once.
  const ended = { expiresAt: config.now() };
  const wasLive = await callStore(config, (store) => store.update(key, ended));
  const ending = endSession(config, wasLive ? key : nextKey);
  if (!wasLive) {
    await ending;
    return undefined;
  }
  // The old session has expired, so a failure must not hold back the new id, without which the browser is signed out.
  await ending.catch((error: unknown) => config.report(toHandlerError(error)));
  return id;
}

/** The live session with a key, or `undefined`. */
export async function findSession(config: HandlerConfig, key: string): Promise<BrowserSession | undefined> {
  const record = await loadRecord(config, key);
  return record !== undefined && isLive(config, record) ? { key, record } : undefined;
}

/** Stores the names once Close has returned them. */
export async function saveProfile(
  config: HandlerConfig,
  session: BrowserSession,
  profile: SessionProfile,
): Promise<void> {
  await callStore(config, (store) => store.update(session.key, { profile }));
}

/** A session that ends without a sign-out, for its event. */
export interface SessionEnd {
  readonly record: SessionRecord;
  readonly reason: SessionEndReason;
}

/**
 * Deletes a session and closes its streams in all processes; those of this one also when the store fails. Returns
 * whether it existed.
 */
export async function endSession(config: HandlerConfig, key: string, end?: SessionEnd): Promise<boolean> {
  let existed = false;
  try {
    existed = await callStore(config, (store) => store.delete(key));
  } finally {
    config.live?.streams.endSession(key);
  }
  await announceEnd(config, { key });
  if (end !== undefined) {
    const { userId, organizationId } = end.record;
    config.emit({ type: 'session-ended', reason: end.reason, userId, organizationId });
  }
  return existed;
}

// More replacements than a browser makes while a lead exists.
const longestChain = 20;

/** Ends a session, and the one that a switch or a login in another tab has just replaced it with. */
export async function signOutSession(
  config: HandlerConfig,
  key: string,
  limit: number = longestChain,
): Promise<void> {
  // Deleted first: a switch either finds it deleted, or has stored its lead before.
  await endSession(config, key);
  const next = await callStore(config, (store) => followLead(store, key));
  if (next !== undefined && limit > 0) await signOutSession(config, next, limit - 1);
}

/** Deletes the sessions of a filter and closes their streams, in all processes. Returns their number. */
export async function endSessions(
  config: HandlerConfig,
  filter: SessionFilter,
  exceptKey?: string,
): Promise<number> {
  const ended = await callStore(config, (store) => store.deleteAll(filter, exceptKey));
  await announceEnd(config, filter);
  config.emit({ type: 'sessions-ended', count: ended, ...filter });
  return ended;
}

/** Deletes every session that includes a grant, and closes their streams. */
export async function endGrantSessions(config: HandlerConfig, grant: SessionGrant): Promise<void> {
  await callStore(config, (store) => store.deleteAll(grant));
  await announceEnd(config, { userId: grant.userId });
}

/** Sets the label of a session's device. `false` when the session does not exist. */
export function labelSession(config: HandlerConfig, key: string, device: string): Promise<boolean> {
  return callStore(config, (store) => store.update(key, { device }));
}

const pageLength = 100;
// A store whose pages never end must not hold a login.
const mostPages = 100;

/** Ends the least recently seen sessions of a user beyond the limit. Two sign-ins at a time find the same ones. */
async function limitSessions(config: HandlerConfig, userId: string, newKey: string): Promise<void> {
  const others = new Map<string, BrowserSession>();
  let after: string | undefined;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const page = await listSessions(config, { userId }, { after, limit: pageLength });
    for (const session of page.sessions) if (session.key !== newKey) others.set(session.key, session);
    after = page.next;
    if (after === undefined) break;
  }
  const newestFirst = [...others.values()].toSorted((a, b) => b.record.lastSeenAt - a.record.lastSeenAt);
  for (const { key, record } of newestFirst.slice(config.sessionsPerUser - 1)) {
    await endSession(config, key, { record, reason: 'limit' });
  }
}

/** A bus that fails must not fail a sign-out: streams of other processes close at their next heartbeat. */
async function announceEnd(config: HandlerConfig, ended: EndedSessions): Promise<void> {
  try {
    await config.live?.endings.announce(ended);
  } catch (error) {
    config.report(toHandlerError(error));
  }
}

async function extend(
  config: HandlerConfig,
  session: BrowserSession,
  request: Request,
): Promise<BrowserSession | undefined> {
  const { key, record } = session;
  const [now, intervalMs] = [config.now(), Math.min(touchIntervalMs, config.sessionIdleMs / 10)];
  const times =
    now - record.lastSeenAt < intervalMs
      ? {}
      : { lastSeenAt: now, expiresAt: expiry(config, record.createdAt) };
  const device = record.device === '' ? config.deviceOf(request) : '';
  const changes = { ...times, ...(device !== '' && { device }) };
  if (Object.keys(changes).length === 0) return session;
  const isStored = await callStore(config, (store) => store.update(key, changes));
  return isStored ? { key, record: { ...record, ...changes } } : undefined;
}

/** The idle limit from now, but not beyond the absolute limit. */
function expiry(config: HandlerConfig, createdAt: number): number {
  return Math.min(config.now() + config.sessionIdleMs, createdAt + config.sessionLifetimeMs);
}
