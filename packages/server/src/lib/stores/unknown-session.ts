import { CloseServerError } from '../base/errors.ts';
import { isMemorySessionStore } from './memory.ts';
import type { SessionStore } from './session-store.ts';

// Browsers of ended sessions, and anyone who sends ids, would fill a log.
const intervalMs = 60_000;

/**
 * Reports session ids that a store in memory does not know, at most once a minute: with several processes this is how
 * users are signed out at random. With a store that processes share, such a session has ended, which is no fault.
 */
export function watchUnknownSessions(
  store: SessionStore,
  now: () => number,
  report: (error: CloseServerError) => void,
): () => void {
  let reportedAt = -Infinity;
  return () => {
    if (!isMemorySessionStore(store) || now() - reportedAt < intervalMs) return;
    reportedAt = now();
    report(new CloseServerError('session_unknown', message));
  };
}

const message =
  'A browser sent a session that this process does not know. It has ended, or another process has it: sessions are stored in the memory of one process. Pass `sessions` with a store that all processes share.';
