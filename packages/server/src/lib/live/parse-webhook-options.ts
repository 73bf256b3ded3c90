import { withLookupLimits } from '@closekit/client/webhooks';
import type { FindSignatureKey } from '@closekit/client/webhooks';
import { longestTimerMs } from '../base/longest-timer-ms.ts';
import { createEventStreams } from './event-streams.ts';
import type { EventStreams } from './event-streams.ts';
import { memoryLiveBus } from './bus.ts';
import type { LiveBus } from './bus.ts';
import { createLiveFeed } from './feed.ts';
import type { LiveFeed } from './feed.ts';
import { createRecentKeys } from './recent-keys.ts';
import type { RecentKeys } from './recent-keys.ts';

/** The options of the webhook relay. Only `signatureKey` has no default. */
export interface WebhookOptions {
  /**
   * The `signature_key` of the subscription, 64 hexadecimal characters. For several subscriptions, a function
   * that finds the key by the id of a subscription. It returns the key, alone or with its organization, or
   * `undefined` for an unknown id. At most four calls run at a time, and an unknown id is not looked up again
   * for a minute (`withLookupLimits` of `@closekit/client/webhooks`).
   */
  readonly signatureKey: string | FindSignatureKey;
  /** The maximum difference between a delivery's time and the clock, in milliseconds. Default: 5 minutes. */
  readonly toleranceMs?: number;
  /** The maximum size of a delivery, in bytes. Default: 256 KiB. */
  readonly maxBodyBytes?: number;
  /** Carries events between processes. Default: `memoryLiveBus()`, within this process. */
  readonly bus?: LiveBus;
  /** The interval of heartbeats and session checks on open streams, in milliseconds. Default: 20 seconds. */
  readonly heartbeatMs?: number;
  /** Aborting it closes the open event streams, which otherwise keep the server from closing. */
  readonly signal?: AbortSignal;
}

/** The options of the webhook relay with all defaults, and its state. */
export interface LiveSettings {
  readonly signatureKey: string | FindSignatureKey;
  readonly toleranceMs: number;
  readonly maxBodyBytes: number;
  readonly heartbeatMs: number;
  readonly feed: LiveFeed;
  readonly streams: EventStreams;
  /** The events that were already relayed. */
  readonly relayed: RecentKeys;
}

// Close repeats a delivery for three days, but at most every 20 minutes.
const relayedLimit = 10_000;

/**
 * Checks the option `webhooks` and adds its defaults.
 *
 * @throws TypeError that names the wrong member.
 */
export function parseWebhookOptions(options: WebhookOptions, now: () => number): LiveSettings {
  if (typeof options !== 'object' || options === null)
    throw new TypeError('createCloseHandler: `webhooks` must be an object with a `signatureKey`.');
  const {
    signatureKey,
    bus = memoryLiveBus(),
    toleranceMs = 300_000,
    maxBodyBytes = 256 * 1024,
    heartbeatMs = 20_000,
    signal,
  } = options;
  if (typeof bus?.publish !== 'function' || typeof bus.subscribe !== 'function') {
    throw new TypeError('createCloseHandler: `webhooks.bus` must be a LiveBus with publish and subscribe.');
  }
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw new TypeError('createCloseHandler: `webhooks.signal` must be an AbortSignal.');
  return {
    signatureKey: parseSignatureKey(signatureKey),
    toleranceMs: parseInteger('toleranceMs', toleranceMs),
    maxBodyBytes: parseInteger('maxBodyBytes', maxBodyBytes),
    heartbeatMs: parseInteger('heartbeatMs', heartbeatMs),
    feed: createLiveFeed(bus, now),
    streams: createEventStreams(signal),
    relayed: createRecentKeys(relayedLimit),
  };
}

function parseSignatureKey(signatureKey: string | FindSignatureKey): string | FindSignatureKey {
  if (typeof signatureKey === 'function') return withLookupLimits(signatureKey);
  if (typeof signatureKey === 'string' && /^(?:[\da-f]{2}){16,}$/i.test(signatureKey)) return signatureKey;
  throw new TypeError(
    'createCloseHandler: `webhooks.signatureKey` must be, or return, the hexadecimal `signature_key` of a subscription.',
  );
}

function parseInteger(option: string, value: number): number {
  if (Number.isSafeInteger(value) && value > 0 && value <= longestTimerMs) return value;
  throw new TypeError(
    `createCloseHandler: \`webhooks.${option}\` must be a positive integer up to ${longestTimerMs}.`,
  );
}
