import type { RedisConnection, RedisListening } from './connection.ts';
import type { StoreListener } from '../remote/store-listener.ts';
import { unref } from '../remote/unref.ts';

const firstPauseMs = 100;
const longestPauseMs = 5000;

/** What a listener hears. */
export interface RedisEars {
  readonly channel: string;
  readonly heard: (message: string) => void;
  /** Called when messages arrive from now on; earlier ones may have been missed. */
  readonly resumed: () => void;
}

/**
 * Creates a listener for a channel. The driver subscribes again after its connection broke; an attempt that never
 * succeeded is repeated after a pause.
 */
export function createRedisListener(
  connect: () => Promise<RedisConnection>,
  { channel, heard, resumed }: RedisEars,
): StoreListener {
  let listening: RedisListening | undefined;
  let attempt: object | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let pauseMs = firstPauseMs;

  function stop(): void {
    clearTimeout(retry);
    listening?.stop();
    [listening, attempt] = [undefined, undefined];
  }

  async function startOnce(own: object): Promise<void> {
    try {
      const connection = await connect();
      if (attempt !== own) return;
      listening = connection.listen(channel, heard, resumed);
      await listening.started;
      pauseMs = firstPauseMs;
    } catch {
      if (attempt !== own) return;
      stop();
      // Until it listens, processes that wait for a record poll.
      retry = setTimeout(start, pauseMs);
      unref(retry);
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    }
  }

  function start(): void {
    if (attempt !== undefined) return;
    clearTimeout(retry);
    attempt = {};
    void startOnce(attempt);
  }

  return { start, stop };
}
