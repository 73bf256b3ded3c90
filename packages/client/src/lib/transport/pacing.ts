import type { Clock } from '../base/clock.ts';
import type { Authenticator } from './authenticator.ts';

/** A way to pace calls, from `pace()`. */
export interface Pacing {
  /** Discriminates the option. */
  readonly kind: 'pacing';
  /**
   * Creates the layer of the transport.
   *
   * @param settings - Settings of the client.
   * @returns The layer. Its type is private to each copy of this package.
   * @internal
   */
  readonly toLayer: (settings: PacingSettings) => unknown;
}

/** Settings of a client that its pacing sees. */
export interface PacingSettings extends QueueSettings {
  readonly authenticator: Authenticator;
}

/** Settings of the queues. */
export interface QueueSettings {
  readonly clock: Clock;
  readonly random: () => number;
  /** Milliseconds that a call waits in the queue before it is sent for the first time. */
  readonly maxQueueMs: number;
  /** The time in milliseconds since 1970. */
  readonly now: () => number;
}
