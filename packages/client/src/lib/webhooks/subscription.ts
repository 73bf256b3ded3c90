import { isRecord } from '../base/is-record.ts';
import { CloseApiError } from '../errors/close-api-error.ts';
import { utcText } from './event-time.ts';
import type { SubscriptionKeys } from './parse-subscription-options.ts';
import { parseSignatureKey } from './signature.ts';
import { listKeys } from './signature-key.ts';

/** A webhook subscription as Close returns it, in parts that are read. */
export interface Subscription {
  readonly id: string;
  /** The URL in its normal form. */
  readonly url: string;
  readonly events: readonly unknown[];
  readonly verifySsl: unknown;
  readonly status: unknown;
  /** UTC, as text that sorts; `undefined` when it cannot be read. */
  readonly createdAt: string | undefined;
  /** Close may show the key only to the call that creates a subscription. */
  readonly signatureKey: string | undefined;
}

/** A subscription, and whether the app has its key. */
export interface KnownSubscription extends Subscription {
  readonly isKeyKnown: boolean;
}

/** The subscriptions in the answer of `GET /webhook/`, whose form Close does not document. */
export function listSubscriptions(answer: unknown): Subscription[] {
  const list = isRecord(answer) ? answer['data'] : answer;
  // Without a list a new subscription would be created at every start.
  if (!Array.isArray(list)) throw undecodable('is no list of webhook subscriptions');
  return list.map(parseSubscription);
}

/** @throws CloseApiError `decode` when the value has no id. */
export function parseSubscription(value: unknown): Subscription {
  if (!isRecord(value) || typeof value['id'] !== 'string') throw undecodable('is no webhook subscription');
  const { id, url, events, verify_ssl: verifySsl, status, date_created, signature_key } = value;
  return {
    id,
    url: typeof url === 'string' && URL.canParse(url) ? new URL(url).href : '',
    events: Array.isArray(events) ? events : [],
    verifySsl,
    status,
    createdAt: utcText(date_created),
    signatureKey: isKey(signature_key) ? signature_key : undefined,
  };
}

/** @throws CloseApiError `decode` when Close has not shown the key. */
export function requireKey({ signatureKey }: Subscription): string {
  if (signatureKey === undefined) throw undecodable('contains no `signature_key`');
  return signatureKey;
}

/** Finds out whether the key of a subscription is known. A key that Close shows, and that is not stored, is stored. */
export async function toKnown(
  subscription: Subscription,
  keys: SubscriptionKeys,
): Promise<KnownSubscription> {
  const { id, signatureKey } = subscription;
  const isStored = listKeys(await keys.find(id)).length > 0;
  if (!isStored && signatureKey !== undefined) await keys.save({ id, signatureKey });
  return { ...subscription, isKeyKnown: isStored || signatureKey !== undefined };
}

function isKey(value: unknown): value is string {
  try {
    return typeof value === 'string' && parseSignatureKey(value).byteLength > 0;
  } catch {
    return false;
  }
}

function undecodable(problem: string): CloseApiError {
  return new CloseApiError('decode', `ensureSubscription: Close's answer ${problem}.`);
}
