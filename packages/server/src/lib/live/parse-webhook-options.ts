import { withLookupLimits } from '@closekit/client/webhooks';
import type { FindSignatureKey, SignatureKeys, WebhookDelivery } from '@closekit/client/webhooks';
import { isRecord } from '../base/is-record.ts';
import { longestTimerMs } from '../base/longest-timer-ms.ts';
import { processWide } from '../base/process-wide.ts';
import { createDeliver } from './deliver.ts';
import type { OnDelivery } from './deliver.ts';
import { createEventStreams } from './event-streams.ts';
import type { EventStreams } from './event-streams.ts';
import { memoryLiveBus } from './bus.ts';
import type { LiveBus } from './bus.ts';
import { createLiveFeed } from './feed.ts';
import type { LiveFeed } from './feed.ts';
import { createRecentKeys } from './recent-keys.ts';
import type { RecentKeys } from './recent-keys.ts';
import { createSessionEndings } from './session-endings.ts';
import type { SessionEndings } from './session-endings.ts';

/** The options of the webhook relay. Only `signatureKey` has no default. */
export interface WebhookOptions {
  /**
   * The `signature_key` of the subscription, 64 hexadecimal characters, or a list of keys of which each is valid,
   * such as the old and the new one during a rotation. For several subscriptions, a function that finds the key by
   * the id of a subscription. It returns the key or keys, alone or with an organization, or `undefined` for an
   * unknown id. At most four calls run at a time, and an unknown id is not looked up again
   * for a minute (`withLookupLimits` of `@closekit/client/webhooks`).
   */
  readonly signatureKey: SignatureKeys | FindSignatureKey;
  /**
   * Acts on each verified delivery, after its event was sent to the pages. The response waits for it: if it throws,
   * rejects or takes too long, the response is 503, and Close repeats the delivery. It is called at least once, and
   * also for a delivery that is repeated although it succeeded: see `handleOnce` of `@closekit/client/webhooks`.
   */
  readonly onDelivery?: OnDelivery;
  /**
   * The time limit of `onDelivery`, in milliseconds, the wait for a place included. Close does not document how long
   * it waits for a response. Default: 10 seconds.
   */
  readonly deliveryTimeoutMs?: number;
  /**
   * The maximum number of calls of `onDelivery` at a time; 100 more deliveries wait, and further ones get 503. A call
   * that exceeds its time limit counts until it settles. Default: 16.
   */
  readonly maxDeliveries?: number;
  /** The maximum difference between a delivery's time and the clock, in milliseconds. Default: 5 minutes. */
  readonly toleranceMs?: number;
  /** The maximum size of a delivery, in bytes. Default: 256 KiB. */
  readonly maxBodyBytes?: number;
  /**
   * Carries events between processes. Default: within this process, for handlers with the same `origin` and
   * `basePath`.
   */
  readonly bus?: LiveBus;
  /** The interval of heartbeats and session checks on open streams, in milliseconds. Default: 20 seconds. */
  readonly heartbeatMs?: number;
  /**
   * The maximum number of open event streams of a user in this process; beyond it the oldest closes. Default: 100,
   * more than a user has tabs, with room for the streams of pages that keep reconnecting.
   */
  readonly streamsPerUser?: number;
  /** Aborting it closes the open event streams, which otherwise keep the server from closing. */
  readonly signal?: AbortSignal;
}

/** The options of the webhook relay with all defaults, and its state. */
export interface LiveSettings {
  readonly signatureKey: SignatureKeys | FindSignatureKey;
  readonly toleranceMs: number;
  readonly maxBodyBytes: number;
  readonly heartbeatMs: number;
  readonly feed: LiveFeed;
  readonly streams: EventStreams;
  readonly endings: SessionEndings;
  /** The events that were already relayed. */
  readonly relayed: RecentKeys;
  /** Calls the app's `onDelivery`, if it has one. */
  readonly deliver: ((delivery: WebhookDelivery) => Promise<void>) | undefined;
}

// Close repeats a delivery for three days, but at most every 20 minutes.
const relayedLimit = 10_000;

/** The options of the webhook relay with the defaults that do not depend on the handler. */
export type CheckedWebhookOptions = Required<Omit<WebhookOptions, OptionalWebhookOption>> &
  Pick<WebhookOptions, OptionalWebhookOption>;

type OptionalWebhookOption = 'bus' | 'onDelivery' | 'signal';

/**
 * Checks the options of the webhook relay.
 *
 * @throws TypeError that names the wrong option.
 */
export function parseWebhookOptions(options: WebhookOptions): CheckedWebhookOptions {
  if (typeof options !== 'object' || options === null)
    throw new TypeError('webhookRelay: `options` must be an object with a `signatureKey`.');
  const { signatureKey, bus, toleranceMs = 300_000, maxBodyBytes = 256 * 1024, signal } = options;
  const { heartbeatMs = 20_000, streamsPerUser = 100 } = options;
  const { onDelivery, deliveryTimeoutMs = 10_000, maxDeliveries = 16 } = options;
  if (bus !== undefined && (typeof bus?.publish !== 'function' || typeof bus.subscribe !== 'function')) {
    throw new TypeError('webhookRelay: `bus` must be a LiveBus with publish and subscribe.');
  }
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw new TypeError('webhookRelay: `signal` must be an AbortSignal.');
  if (onDelivery !== undefined && typeof onDelivery !== 'function')
    throw new TypeError('webhookRelay: `onDelivery` must be a function.');
  return {
    signatureKey: parseSignatureKey(signatureKey),
    toleranceMs: parseInteger('toleranceMs', toleranceMs),
    maxBodyBytes: parseInteger('maxBodyBytes', maxBodyBytes),
    heartbeatMs: parseInteger('heartbeatMs', heartbeatMs),
    streamsPerUser: parseCount('streamsPerUser', streamsPerUser),
    deliveryTimeoutMs: parseInteger('deliveryTimeoutMs', deliveryTimeoutMs),
    maxDeliveries: parseCount('maxDeliveries', maxDeliveries),
    ...(onDelivery && { onDelivery }),
    ...(bus && { bus }),
    ...(signal && { signal }),
  };
}

/** Creates the state of the relay for the handler at a mount, that is its origin and base path. */
export function openLive(
  { bus, signal, streamsPerUser, onDelivery, ...options }: CheckedWebhookOptions,
  now: () => number,
  mount: string,
): LiveSettings {
  const carrier = bus ?? defaultLiveBus(mount);
  const streams = createEventStreams(signal, streamsPerUser);
  return {
    ...options,
    feed: createLiveFeed(carrier, now),
    streams,
    endings: createSessionEndings(carrier, streams, signal),
    relayed: createRecentKeys(relayedLimit),
    deliver: onDelivery && createDeliver(onDelivery, options),
  };
}

/** The bus of a handler that has none: the same for all evaluations of the app's module in this process. */
function defaultLiveBus(mount: string): LiveBus {
  const buses = processWide('buses/1', () => new Map<string, LiveBus>());
  const bus = buses.get(mount) ?? memoryLiveBus();
  buses.set(mount, bus);
  return bus;
}

function parseSignatureKey(signatureKey: SignatureKeys | FindSignatureKey): SignatureKeys | FindSignatureKey {
  if (typeof signatureKey === 'function') return withLookupLimits(signatureKey);
  const keys = [signatureKey].flat();
  if (keys.length > 0 && keys.every(isKey)) return signatureKey;
  throw new TypeError(
    'webhookRelay: `signatureKey` must be, or return, the hexadecimal `signature_key` of a subscription.',
  );
}

function isKey(key: unknown): boolean {
  const text = isRecord(key) ? key['signatureKey'] : key;
  return typeof text === 'string' && /^(?:[\da-f]{2}){16,}$/i.test(text);
}

function parseCount(option: string, value: number): number {
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new TypeError(`webhookRelay: \`${option}\` must be a positive integer.`);
}

function parseInteger(option: string, value: number): number {
  if (Number.isSafeInteger(value) && value > 0 && value <= longestTimerMs) return value;
  throw new TypeError(`webhookRelay: \`${option}\` must be a positive integer up to ${longestTimerMs}.`);
}
