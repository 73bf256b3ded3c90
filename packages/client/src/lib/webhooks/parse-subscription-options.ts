import type { WebhookSubscriptionEvent } from '../../generated/schema.ts';
import { assertArgument } from '../base/assert-argument.ts';
import { isRecord } from '../base/is-record.ts';
import type { FindSignatureKey } from './signature-key.ts';

/** Where the app stores the signature keys of its subscriptions, by their ids. */
export interface SubscriptionKeys {
  /** Finds a stored key. The same function is the option `signatureKey` of {@link verifyWebhook}. */
  readonly find: FindSignatureKey;
  /**
   * Stores the key of a subscription. It must be stored when this returns: Close may not show the key again.
   *
   * @param subscription - The id and the key, in hex.
   * @returns Any value; a promise is awaited.
   */
  readonly save: (subscription: { readonly id: string; readonly signatureKey: string }) => unknown;
}

/** The options of {@link ensureSubscription}. */
export interface EnsureSubscriptionOptions {
  /** The absolute URL of the receiver. Subscriptions of this URL belong to this function. */
  readonly url: string;
  /** The events to deliver. */
  readonly events: readonly WebhookSubscriptionEvent[];
  /** Where the signature keys are stored. */
  readonly keys: SubscriptionKeys;
  /** Whether Close verifies the TLS certificate of the URL. Default: `true`. */
  readonly verifySsl?: boolean | undefined;
  /**
   * Replaces a subscription, and thereby its key, that was created before this time: a `Date` or milliseconds since
   * 1970, not in the future. Default: none is replaced for its age.
   */
  readonly rotateBefore?: Date | number | undefined;
  /**
   * For how long a replaced subscription is kept beside the new one, in milliseconds. A later call deletes it; until
   * then both deliver every event. Default: 0, deleted at once.
   */
  readonly overlapMs?: number | undefined;
  /** The time in milliseconds since 1970. Default: `Date.now`. */
  readonly now?: (() => number) | undefined;
}

/** The checked options of `ensureSubscription` with all defaults. */
export interface WantedSubscription {
  /** The URL in its normal form. */
  readonly url: string;
  readonly events: WebhookSubscriptionEvent[];
  readonly verifySsl: boolean;
  readonly keys: SubscriptionKeys;
  /** Milliseconds since 1970. */
  readonly rotateBefore: number | undefined;
  readonly overlapMs: number;
  /** The time of the call, in milliseconds since 1970. */
  readonly now: number;
}

/**
 * Checks the options and fills in the defaults.
 *
 * @throws TypeError that names the wrong option.
 */
export function parseSubscriptionOptions(options: EnsureSubscriptionOptions): WantedSubscription {
  const { url, events, keys, verifySsl = true, rotateBefore, overlapMs = 0, now = Date.now } = options;
  const called = now();
  const before = rotateBefore === undefined ? undefined : Number(rotateBefore);
  check(typeof url === 'string' && URL.canParse(url), 'url', 'an absolute URL');
  check(Array.isArray(events) && events.length > 0 && events.every(isEvent), 'events', eventsRequirement);
  const isKeys = typeof keys?.find === 'function' && typeof keys.save === 'function';
  check(isKeys, 'keys', 'an object with the functions find and save');
  check(typeof verifySsl === 'boolean', 'verifySsl', 'true or false');
  check(before === undefined || before <= called, 'rotateBefore', 'a time that is not in the future');
  check(Number.isFinite(overlapMs) && overlapMs >= 0, 'overlapMs', 'a number of at least 0');
  const { href } = new URL(url);
  return { url: href, events: [...events], verifySsl, keys, rotateBefore: before, overlapMs, now: called };
}

const eventsRequirement = 'a non-empty list of events with `object_type` and `action`';

function isEvent(value: unknown): boolean {
  return isRecord(value) && typeof value['object_type'] === 'string' && typeof value['action'] === 'string';
}

function check(holds: boolean, option: string, requirement: string): asserts holds {
  assertArgument(holds, ['ensureSubscription', option], requirement);
}
