import { longestTimerMs } from '../base/longest-timer-ms.ts';
import { createEventStreams } from './event-streams.ts';
import type { EventStreams } from './event-streams.ts';
import { memoryLiveBus } from './bus.ts';
import type { LiveBus } from './bus.ts';
import { createLiveFeed } from './feed.ts';
import type { LiveFeed } from './feed.ts';
import { createRecentKeys } from './recent-keys.ts';
import type { RecentKeys } from './recent-keys.ts';
import { parseSignatureKey } from './webhook-signature.ts';

/** A key that Close signs with, and whose events it may sign. */
export interface OrganizationSignatureKey {
  /** The `signature_key` that Close gave when the subscription was made. */
  readonly signatureKey: string;
  /** Events of any other organization are refused: an admin of one could sign for another. */
  readonly organizationId: string;
}

/** What the webhook relay needs. Only `signatureKey` has no default. */
export interface WebhookOptions {
  /**
   * The `signature_key` of the subscription, 64 hexadecimal characters. For several subscriptions, a function that
   * finds the key by the id of one, alone or with the organization it belongs to; undefined for one it does not know.
   */
  readonly signatureKey:
    | string
    | ((subscriptionId: string) => SignatureKey | undefined | Promise<SignatureKey | undefined>);
  /** How far the time of a delivery may be from this machine's, in milliseconds. Default 5 minutes. */
  readonly toleranceMs?: number;
  /** Carries events among processes. Default: within this one. */
  readonly bus?: LiveBus;
  /** How often an open stream is written to and its session is looked at, in milliseconds. Default 20 seconds. */
  readonly heartbeatMs?: number;
  /** Ends the open streams, which otherwise keep a server from closing. */
  readonly signal?: AbortSignal;
}

/** What a function for `signatureKey` gives. */
export type SignatureKey = string | OrganizationSignatureKey;

/** The webhook relay: its options with every default filled in, and what it keeps. */
export interface LiveSettings {
  readonly findKey: (subscriptionId: unknown) => Promise<SignatureKey | undefined>;
  readonly toleranceMs: number;
  readonly heartbeatMs: number;
  readonly feed: LiveFeed;
  readonly streams: EventStreams;
  /** The events that were relayed already. */
  readonly relayed: RecentKeys;
}

// Close repeats a delivery for three days, but at most every 20 minutes.
const relayedLimit = 10_000;

/** Checks the option `webhooks`. Throws a `TypeError` that names the member that is wrong. */
export function parseWebhookOptions(options: WebhookOptions, now: () => number): LiveSettings {
  if (typeof options !== 'object' || options === null)
    throw new TypeError('createCloseHandler: `webhooks` must be an object with a `signatureKey`.');
  const {
    signatureKey,
    bus = memoryLiveBus(),
    toleranceMs = 300_000,
    heartbeatMs = 20_000,
    signal,
  } = options;
  if (typeof signatureKey !== 'function') parseSignatureKey(signatureKey);
  if (typeof bus?.publish !== 'function' || typeof bus.subscribe !== 'function') {
    throw new TypeError('createCloseHandler: `webhooks.bus` must be a LiveBus with publish and subscribe.');
  }
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw new TypeError('createCloseHandler: `webhooks.signal` must be an AbortSignal.');
  return {
    findKey: async (subscriptionId) => {
      if (typeof signatureKey !== 'function') return signatureKey;
      return isId(subscriptionId) ? signatureKey(subscriptionId) : undefined;
    },
    toleranceMs: parseDuration('toleranceMs', toleranceMs),
    heartbeatMs: parseDuration('heartbeatMs', heartbeatMs),
    feed: createLiveFeed(bus, now),
    streams: createEventStreams(signal),
    relayed: createRecentKeys(relayedLimit),
  };
}

/** Anybody may ask by it. Looked up in a plain object, it finds nothing that all objects have. */
function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z]+_\w{1,100}$/i.test(value);
}

function parseDuration(option: string, value: number): number {
  if (Number.isSafeInteger(value) && value > 0 && value <= longestTimerMs) return value;
  throw new TypeError(
    `createCloseHandler: \`webhooks.${option}\` must be a positive integer up to ${longestTimerMs}.`,
  );
}
