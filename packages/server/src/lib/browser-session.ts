import { CloseServerError } from './errors.ts';
import type { HandlerConfig } from './handler-config.ts';
import { createOpaqueId, digest } from './opaque-id.ts';
import { readSessionCookie } from './session-cookie.ts';
import type { SessionGrant, SessionProfile, SessionRecord, SessionStore } from './session-store.ts';

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

/** Stores a new session under a new id and returns the id: a value the browser brought along is never adopted. */
export async function startSession(
  config: HandlerConfig,
  started: { grant: SessionGrant; profile: SessionProfile | null },
): Promise<string> {
  const { organizationId, userId } = started.grant;
  const id = createOpaqueId();
  const key = await digest(id);
  const createdAt = config.now();
  const expiresAt = expiry(config, createdAt);
  const record = { organizationId, userId, profile: started.profile, createdAt, expiresAt };
  await callStore(config, (store) => store.save(key, record));
  return id;
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
}

/** Removes this session and, where the store can, every other one of the same grant. */
export async function endGrantSessions(config: HandlerConfig, session: BrowserSession): Promise<void> {
  await callStore(config, async (store) => {
    await store.delete(session.key);
    await store.deleteByGrant?.(session.record);
  });
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
    throw new CloseServerError('session_store_unavailable', 'The session store failed.', { cause });
  }
}
