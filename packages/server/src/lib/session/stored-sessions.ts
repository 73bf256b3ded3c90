import { CloseServerError, isCloseServerError } from '../base/errors.ts';
import { isRecord } from '../base/is-record.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import { isSessionRecord } from '../stores/is-session-record.ts';
import { isSelected } from '../stores/session-connections.ts';
import type {
  SessionFilter,
  SessionPage,
  SessionPageOptions,
  SessionRecord,
  SessionStore,
  StoredSession,
} from '../stores/session-store.ts';

/**
 * Calls the session store.
 *
 * @throws CloseServerError `session_store_unavailable` when the call fails.
 */
export async function callStore<Result>(
  config: HandlerConfig,
  call: (store: SessionStore) => Promise<Result>,
): Promise<Result> {
  try {
    return await call(config.sessions);
  } catch (cause) {
    // The messages of our own stores already have advice.
    if (isCloseServerError(cause) && cause.code === 'session_store_unavailable') throw cause;
    throw new CloseServerError('session_store_unavailable', 'The session store failed. See `cause`.', {
      cause,
    });
  }
}

/**
 * The stored record of a key, which may be expired. A value that is no record is reported and counts as absent: the
 * next login of its browser replaces it.
 */
export async function loadRecord(config: HandlerConfig, key: string): Promise<SessionRecord | undefined> {
  const stored = await callStore(config, async (store): Promise<SessionRecord | 'damaged' | undefined> => {
    // Stores in JavaScript return anything; many databases return null for an absent row.
    const value: unknown = await store.load(key);
    if (value === undefined || value === null) return undefined;
    return isSessionRecord(value) ? value : 'damaged';
  });
  if (stored !== 'damaged') return stored;
  config.report(notUnderstood('load', 'a SessionRecord. Its browser is signed out'));
  return undefined;
}

/** Whether a session is within its idle and its absolute limit. */
export function isLive(config: HandlerConfig, { expiresAt, createdAt }: SessionRecord): boolean {
  const now = config.now();
  return now < expiresAt && now < createdAt + config.sessionLifetimeMs;
}

/**
 * Lists the live sessions of a filter. A page may be empty although another one follows.
 *
 * @throws CloseServerError `session_store_unavailable`.
 */
export async function listSessions(
  config: HandlerConfig,
  filter: SessionFilter,
  page: SessionPageOptions,
): Promise<SessionPage> {
  return callStore(config, async (store) => {
    const listed: unknown = await store.list(filter, page);
    if (!isRecord(listed) || !Array.isArray(listed['sessions'])) throw notUnderstood('list', 'a SessionPage');
    const { next } = listed;
    // Databases compare text without regard to case, for example: no user may see or end the sessions of another.
    const sessions = listed['sessions'].filter(
      (one): one is StoredSession =>
        isStoredSession(one) && isSelected(one.record, filter) && isLive(config, one.record),
    );
    return { sessions, next: typeof next === 'string' ? next : undefined };
  });
}

function isStoredSession(value: unknown): value is StoredSession {
  return isRecord(value) && typeof value['key'] === 'string' && isSessionRecord(value['record']);
}

function notUnderstood(method: 'load' | 'list', expected: string): CloseServerError {
  const message = `\`${method}\` of the session store did not return ${expected}. Test it with sessionStoreContract.`;
  return new CloseServerError('session_store_unavailable', message);
}
