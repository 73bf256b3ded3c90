/** An open stream of one browser. */
export interface OpenStream {
  /** The key of its session. */
  readonly key: string;
  readonly userId: string;
  /** Closes it if its session or its grant is no longer valid. */
  check(): Promise<void>;
  end(): void;
}

/** The open streams of this process. */
export interface EventStreams {
  /** The number of open streams of a session. */
  countOf(key: string): number;
  /** Registers a stream. `false` when the server is closing. */
  add(stream: OpenStream): boolean;
  delete(stream: OpenStream): void;
  /** Closes the streams of a session. */
  endSession(key: string): void;
  /** Checks the streams of a user. */
  checkUser(userId: string): Promise<void>;
}

/** Tracks open streams, so that none outlives its session or delays the shutdown of the server. */
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
