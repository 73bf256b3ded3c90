import type { EndedSessions, LiveBus } from './bus.ts';
import { busFailed, callBus } from './call-bus.ts';
import type { EventStreams } from './event-streams.ts';

/** Closes the streams of ended sessions in all processes. */
export interface SessionEndings {
  /**
   * Checks the streams of this process, then those of the others.
   *
   * @throws CloseServerError `live_bus_unavailable` when the bus fails: other processes notice at the next heartbeat.
   */
  announce(ended: EndedSessions): Promise<void>;
  /**
   * Follows what other processes announce, unless it does already.
   *
   * @throws CloseServerError `live_bus_unavailable` when the bus fails: the next call tries again.
   */
  watch(): void;
}

/** Connects the streams of this process with those of the others. */
export function createSessionEndings(
  bus: LiveBus,
  streams: EventStreams,
  closing: AbortSignal | undefined,
): SessionEndings {
  let isWatching = false;
  return {
    async announce(ended) {
      await streams.check(ended);
      await callBus(() => bus.publishEnded?.(ended));
    },
    watch() {
      if (isWatching || closing?.aborted) return;
      try {
        const leave = bus.subscribeEnded?.(
          (ended) => void streams.check(ended),
          () => void streams.checkAll(),
        );
        closing?.addEventListener('abort', () => leave?.());
      } catch (cause) {
        throw busFailed(cause);
      }
      isWatching = true;
    },
  };
}
