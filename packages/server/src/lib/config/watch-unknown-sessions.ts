import { isUnknownInMemory } from '../stores/memory.ts';
import type { SessionStore } from '../stores/session-store.ts';
import type { RequestScope } from './request-scope.ts';

/** Receives the key of a session that the store does not know. */
export type NoteUnknownSession = (scope: Pick<RequestScope, 'emit'>, key: string) => void;

// Anyone can send ids, and would fill a log.
const intervalMs = 60_000;

/**
 * Emits `session-unknown` for ids that a store in memory has never had, at most once a minute: with several processes
 * this is how users are signed out at random. With a store that processes share, such a session has ended, which is no
 * fault.
 */
export function watchUnknownSessions(store: SessionStore, now: () => number): NoteUnknownSession {
  let emittedAt = -Infinity;
  return ({ emit }, key) => {
    if (now() - emittedAt < intervalMs || !isUnknownInMemory(store, key)) return;
    emittedAt = now();
    emit({ type: 'session-unknown', hint });
  };
}

const hint =
  'Sessions are stored in the memory of one process, and this one has never had the session of a browser: another process has it, or this one was restarted. Pass `sessions` with a store that all processes share.';
