import { CloseServerError, isCloseServerError } from '../base/errors.ts';
import type { SessionEndReason } from '../config/handler-event.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import { createOpaqueId, digest } from '../base/opaque-id.ts';
import { followLead, saveLead } from '../stores/session-leads.ts';
import { readSessionCookie } from './cookie.ts';
import type {
  SessionGrant,
  SessionOrganization,
  SessionProfile,
  SessionRecord,
  SessionStore,
} from '../stores/session-store.ts';

/** A live session and the key it is stored under. */
export interface BrowserSession {
  readonly key: string;
  readonly record: SessionRecord;
}

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
  const record = await callStore(config, (store) => store.load(key));
  if (record === undefined) return undefined;
  if (record.expiresAt <= config.now()) {
    await endSession(config, key, { record, reason: 'expired' });
    return undefined;
  }
  config.identify(record);
  return extend(config, { key, record });
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
  /** The id of the new session, which no browser may know yet. Default: a new one. */
  readonly id?: string;
}

/** Stores a session under a new id and returns the id. An id that the browser sent is never reused. */
export async function startSession(config: HandlerConfig, start: SessionStart): Promise<string> {
  const { profile, otherOrganizations = [], createdAt = config.now(), id = createOpaqueId() } = start;
  const { organizationId, userId } = start.grant;
  const key = await digest(id);
  const expiresAt = expiry(config, createdAt);
  const record = { organizationId, userId, otherOrganizations, profile, createdAt, expiresAt };
  await callStore(config, (store) => store.save(key, record));
  return id;
}

/**
 * Replaces a session with a new one. `undefined` when the previous session has ended in the meantime: a
 * sign-out must not be undone under another id.
 *
 * The new session and the lead to it are stored first, so that a concurrent sign-out is either noticed here or
 * finds the new session too.
 */
export async function replaceSession(
  config: HandlerConfig,
  previous: BrowserSession,
  start: SessionStart,
): Promise<string | undefined> {
  const id = await startSession(config, start);
  const nextKey = await digest(id);
  const { key } = previous;
  await callStore(config, (store) => saveLead(store, { key, nextKey, now: config.now() }));
  // Only `update` checks and writes in one step. The record it writes is deleted at once.
  const ended = { ...previous.record, expiresAt: config.now() };
  const wasLive = await callStore(config, (store) => store.update(key, ended));
  await endSession(config, wasLive ? key : nextKey);
  return wasLive ? id : undefined;
}

/** The live session with a key, or `undefined`. */
export async function findSession(config: HandlerConfig, key: string): Promise<BrowserSession | undefined> {
  const record = await callStore(config, (store) => store.load(key));
  return record === undefined || record.expiresAt <= config.now() ? undefined : { key, record };
}

/** Stores the names once Close has returned them. */
export async function saveProfile(
  config: HandlerConfig,
  session: BrowserSession,
  profile: SessionProfile,
): Promise<void> {
  await callStore(config, (store) => store.update(session.key, { ...session.record, profile }));
}

/** A session that ends without a sign-out, for its event. */
export interface SessionEnd {
  readonly record: SessionRecord;
  readonly reason: SessionEndReason;
}

/** Deletes a session and closes its streams, those also when the store fails. */
export async function endSession(config: HandlerConfig, key: string, end?: SessionEnd): Promise<void> {
  try {
    await callStore(config, (store) => store.delete(key));
  } finally {
    config.live?.streams.endSession(key);
  }
  if (end === undefined) return;
  const { userId, organizationId } = end.record;
  config.emit({ type: 'session-ended', reason: end.reason, userId, organizationId });
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

/** Deletes every session that includes a grant, if the store supports it, and closes their streams. */
export async function endGrantSessions(config: HandlerConfig, grant: SessionGrant): Promise<void> {
  await callStore(config, async (store) => store.deleteByGrant?.(grant));
  await config.live?.streams.checkUser(grant.userId);
}

async function extend(config: HandlerConfig, session: BrowserSession): Promise<BrowserSession | undefined> {
  const expiresAt = expiry(config, session.record.createdAt);
  const intervalMs = Math.min(touchIntervalMs, config.sessionIdleMs / 10);
  if (expiresAt - session.record.expiresAt < intervalMs) return session;
  const record = { ...session.record, expiresAt };
  const isStored = await callStore(config, (store) => store.update(session.key, record));
  return isStored ? { key: session.key, record } : undefined;
}

/** The idle limit from now, but not beyond the absolute limit. */
function expiry(config: HandlerConfig, createdAt: number): number {
  return Math.min(config.now() + config.sessionIdleMs, createdAt + config.sessionLifetimeMs);
}

async function callStore<Result>(
  config: HandlerConfig,
  call: (store: SessionStore) => Promise<Result>,
): Promise<Result> {
  try {
    return await call(config.sessions);
  } catch (cause) {
    // The message of `sqliteSessionStore` already has advice.
    if (isCloseServerError(cause) && cause.code === 'session_store_unavailable') throw cause;
    throw new CloseServerError('session_store_unavailable', 'The session store failed. See `cause`.', {
      cause,
    });
  }
}
