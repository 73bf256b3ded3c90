import { isSelected } from '../stores/session-connections.ts';
import type { StoredSession } from '../stores/session-store.ts';
import type { EndedSessions } from './bus.ts';

/** An open stream of one browser. */
export interface OpenStream {
  readonly session: StoredSession;
  /** Closes it if its session or its grant is no longer valid. */
  check(): Promise<void>;
  end(): void;
}

/** The open streams of this process. */
export interface EventStreams {
  /** Registers a stream. `false` when the server is closing. Beyond the limit, the user's oldest stream closes. */
  add(stream: OpenStream): boolean;
  delete(stream: OpenStream): void;
  /** Closes the streams of a session. */
  endSession(key: string): void;
  /** Checks the streams of sessions. */
  check(ended: EndedSessions): Promise<void>;
  /** Checks all streams. */
  checkAll(): Promise<void>;
}

/** Tracks open streams, so that none outlives its session or delays the shutdown of the server. */
export function createEventStreams(closing: AbortSignal | undefined, streamsPerUser: number): EventStreams {
  // The oldest first.
  const streams = new Set<OpenStream>();
  closing?.addEventListener('abort', () => {
    for (const stream of streams) stream.end();
  });

  async function checkSome(isMeant: (session: StoredSession) => boolean): Promise<void> {
    const meant = [...streams].filter(({ session }) => isMeant(session));
    await Promise.all(meant.map((stream) => stream.check()));
  }

  return {
    add(stream) {
      if (closing?.aborted) return false;
      streams.add(stream);
      const { userId } = stream.session.record;
      const own = [...streams].filter(({ session }) => session.record.userId === userId);
      for (const oldest of own.slice(0, -streamsPerUser)) oldest.end();
      return true;
    },
    delete(stream) {
      streams.delete(stream);
    },
    endSession(key) {
      for (const stream of streams) if (stream.session.key === key) stream.end();
    },
    check: ({ key, userId, organizationId }) =>
      checkSome((session) => {
        if (key !== undefined) return session.key === key;
        if (userId !== undefined) return session.record.userId === userId;
        return organizationId !== undefined && isSelected(session.record, { organizationId });
      }),
    checkAll: () => checkSome(() => true),
  };
}
