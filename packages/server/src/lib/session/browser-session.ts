import { CloseServerError, isCloseServerError } from '../base/errors.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import { createOpaqueId, digest } from '../base/opaque-id.ts';
import { connectedGrants } from '../stores/session-connections.ts';
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

// Writing at every request would cost a write per API call and win nothing.
const touchIntervalMs = 3_600_000;

/** The live session of a request, or undefined. Its idle time begins anew. */
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
    await endSession(config, key);
    return undefined;
  }
  return extend(config, { key, record });
}

/** The live session of a request. Throws `signed_out` when there is none. */
export async function requireSession(config: HandlerConfig, request: Request): Promise<BrowserSession> {
  const session = await readSession(config, request);
  if (session === undefined) throw new CloseServerError('signed_out', 'No one is signed in.');
  return session;
}

/** What a new session begins with. */
export interface SessionStart {
  readonly grant: SessionGrant;
  readonly profile: SessionProfile | null;
  /** What else the browser has connected. */
  readonly otherOrganizations?: readonly SessionOrganization[];
  /** When the user signed in; now, unless the session goes on from another one. */
  readonly createdAt?: number;
}

/** Stores a new session under a new id and returns the id: a value the browser brought along is never adopted. */
export async function startSession(config: HandlerConfig, start: SessionStart): Promise<string> {
  const { profile, otherOrganizations = [], createdAt = config.now() } = start;
  const { organizationId, userId } = start.grant;
  const id = createOpaqueId();
  const key = await digest(id);
  const expiresAt = expiry(config, createdAt);
  const record = { organizationId, userId, otherOrganizations, profile, createdAt, expiresAt };
  await callStore(config, (store) => store.save(key, record));
  return id;
}

/**
 * Puts a new session in the place of another one. Undefined when that one has ended meanwhile: what a logout has
 * ended is not continued under another id.
 *
 * The new one is stored first. So a logout that runs beside either is seen here, or finds the new session too.
 */
export async function replaceSession(
  config: HandlerConfig,
  previous: BrowserSession,
  start: SessionStart,
): Promise<string | undefined> {
  const id = await startSession(config, start);
  // The only question of a store that cannot be overtaken. What it writes is deleted at once.
  const ended = { ...previous.record, expiresAt: config.now() };
  const wasLive = await callStore(config, (store) => store.update(previous.key, ended));
  await endSession(config, wasLive ? previous.key : await digest(id));
  return wasLive ? id : undefined;
}

/** A stored session that is still live, by its key. */
export async function findSession(config: HandlerConfig, key: string): Promise<BrowserSession | undefined> {
  const record = await callStore(config, (store) => store.load(key));
  return record === undefined || record.expiresAt <= config.now() ? undefined : { key, record };
}

/** Adds the names once Close has told them. */
export async function keepProfile(
  config: HandlerConfig,
  session: BrowserSession,
  profile: SessionProfile,
): Promise<void> {
  await callStore(config, (store) => store.update(session.key, { ...session.record, profile }));
}

/** Removes one session. */
export async function endSession(config: HandlerConfig, key: string): Promise<void> {
  await callStore(config, (store) => store.delete(key));
  config.live?.streams.endSession(key);
}

/** Removes this session and, where the store can, every other one that has a connection in common with it. */
export async function endGrantSessions(config: HandlerConfig, session: BrowserSession): Promise<void> {
  await callStore(config, async (store) => {
    await store.delete(session.key);
    for (const grant of connectedGrants(session.record)) await store.deleteByGrant?.(grant);
  });
  await config.live?.streams.checkUser(session.record.userId);
}

async function extend(config: HandlerConfig, session: BrowserSession): Promise<BrowserSession | undefined> {
  const expiresAt = expiry(config, session.record.createdAt);
  const intervalMs = Math.min(touchIntervalMs, config.sessionIdleMs / 10);
  if (expiresAt - session.record.expiresAt < intervalMs) return session;
  const record = { ...session.record, expiresAt };
  const kept = await callStore(config, (store) => store.update(session.key, record));
  return kept ? { key: session.key, record } : undefined;
}

/** The idle limit from now, never beyond the absolute one. */
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
    // A store of ours has already said what to do.
    if (isCloseServerError(cause) && cause.code === 'session_store_unavailable') throw cause;
    throw new CloseServerError('session_store_unavailable', 'The session store failed.', { cause });
  }
}
