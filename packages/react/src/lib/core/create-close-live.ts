import type { CloseLiveEvent } from '../live/event.ts';
import { createLiveConnection } from '../live/create-live-connection.ts';
import type { CloseLiveStatus } from '../live/live-status.ts';
import type { CloseCore } from './create-close-core.ts';

/** Options of {@link createCloseLive}. */
export interface CloseLiveOptions {
  /**
   * The `EventSource` class for live events.
   * Default: `globalThis.EventSource`.
   */
  readonly eventSource?: typeof EventSource | undefined;
}

/** Options of `join` of {@link CloseLive}. */
export interface CloseLiveSubscriber {
  /** Called with each event, before the queries on screen are fetched again. */
  readonly onEvent?: ((event: CloseLiveEvent) => void) | undefined;
  /**
   * The largest number of reads in a minute that events may cause in this page, at least 1. Of several callers the
   * smallest number counts.
   * Default: 60.
   */
  readonly readsPerMinute?: number | undefined;
}

/** The live events of an app, without a framework. */
export interface CloseLive {
  /**
   * Returns the state of the live events.
   *
   * @returns `disabled` until someone has joined.
   */
  readonly getSnapshot: () => CloseLiveStatus;
  /**
   * Subscribes to the state of the live events.
   *
   * @param listener - Called after each change.
   * @returns A function that ends the subscription.
   */
  readonly subscribe: (listener: () => void) => () => void;
  /**
   * Opens the stream while the user is signed in, and keeps the queries on screen current.
   *
   * @param subscriber - A callback for the events, and the budget of reads.
   * @returns A function that leaves. The last one closes the stream.
   * @throws TypeError if `readsPerMinute` is not a number of at least 1.
   */
  readonly join: (subscriber?: CloseLiveSubscriber) => () => void;
}

/**
 * Creates the live events of an app without React; one for each core.
 *
 * @param core - The core of the app.
 * @param options - The `EventSource` class, if it is not the one of the browser.
 * @returns The live events; call `join` to open the stream.
 * @example
 * ```ts
 * const live = createCloseLive(core);
 * const leave = live.join({ onEvent: (event) => console.log(event.object_type, event.action) });
 * ```
 */
export function createCloseLive(core: CloseCore, { eventSource }: CloseLiveOptions = {}): CloseLive {
  const live = createLiveConnection({ ...core, auth: core, eventSource });
  return {
    getSnapshot: live.getSnapshot,
    subscribe: live.subscribe,
    join({ onEvent = () => undefined, readsPerMinute = 60 } = {}) {
      if (!Number.isFinite(readsPerMinute) || readsPerMinute < 1)
        throw new TypeError('join: `readsPerMinute` must be a number of at least 1.');
      return live.join({ onEvent, readsPerMinute });
    },
  };
}
