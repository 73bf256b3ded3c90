/** An open stream of one browser. */
export interface OpenStream {
  /** The key of its session. */
  readonly key: string;
  readonly userId: string;
  /** Ends it unless its session still holds. */
  check(): Promise<void>;
  end(): void;
}

/** The open streams of this process. */
export interface EventStreams {
  /** How many a session has open. */
  countOf(key: string): number;
  /** Returns false when the server is closing. */
  add(stream: OpenStream): boolean;
  delete(stream: OpenStream): void;
  /** Ends those of a session that has ended. */
  endSession(key: string): void;
  /** Looks at the sessions of a user's streams. */
  checkUser(userId: string): Promise<void>;
}

/** Keeps track of open streams, so that none outlives its session or keeps a server from closing. */
export function createEventStreams(closing: AbortSignal | undefined): EventStreams {
  const streams = new Set<OpenStream>();
  closing?.addEventListener('abort', () => {
    for (const stream of streams) stream.end();
  });
  return {
    countOf: (key) => [...streams].filter((stream) => stream.key === key).length,
    add(stream) {
      if (closing?.aborted) return false;
      streams.add(stream);
      return true;
    },
    delete(stream) {
      streams.delete(stream);
    },
    endSession(key) {
      for (const stream of streams) if (stream.key === key) stream.end();
    },
    async checkUser(userId) {
      const own = [...streams].filter((stream) => stream.userId === userId);
      await Promise.all(own.map((stream) => stream.check()));
    },
  };
}
