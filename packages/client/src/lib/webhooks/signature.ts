import { isRecord } from '../base/is-record.ts';
import type { SignatureKey } from './signature-key.ts';
import { WebhookError } from './webhook-error.ts';

/** The signature of a delivery. */
export interface WebhookSignature {
  readonly hash: Uint8Array<ArrayBuffer>;
  /** The unchanged header, because it is part of the signed bytes. */
  readonly timestamp: string;
}

/** The part of `Headers` that is read. */
export interface HeaderSource {
  get(name: string): string | null;
}

/**
 * Reads the signature of a delivery.
 *
 * @throws WebhookError `webhook_signature_invalid` when it is missing or malformed; `webhook_expired` when its
 * time is too far from the clock.
 * @see https://developer.close.com/topics/webhooks/
 */
export function readSignature(
  headers: HeaderSource,
  { now, toleranceMs }: { readonly now: number; readonly toleranceMs: number },
): WebhookSignature {
  const hash = parseHex(headers.get('close-sig-hash'));
  const timestamp = headers.get('close-sig-timestamp') ?? '';
  if (hash?.byteLength !== 32 || !/^\d{1,15}$/.test(timestamp)) throw signatureInvalid('is missing');
  if (Math.abs(now - Number(timestamp) * 1000) <= toleranceMs) return { hash, timestamp };
  const message = 'The delivery is older or newer than `toleranceMs` allows. Check the clock of the server.';
  throw new WebhookError('webhook_expired', message);
}

/**
 * Verifies a signature over the unparsed body, in constant time, and returns the keys that have signed it.
 *
 * @throws WebhookError `webhook_signature_invalid` when no key matches.
 */
export async function findSigners(
  { hash, timestamp }: WebhookSignature,
  body: Uint8Array,
  keys: readonly SignatureKey[],
): Promise<readonly SignatureKey[]> {
  const prefix = new TextEncoder().encode(timestamp);
  const signed = new Uint8Array(prefix.byteLength + body.byteLength);
  signed.set(prefix);
  signed.set(body, prefix.byteLength);
  const matches = await Promise.all(keys.map((key) => isSignedBy(key, hash, signed)));
  const signers = keys.filter((_key, index) => matches[index]);
  if (signers.length === 0) throw signatureInvalid('is wrong');
  return signers;
}

async function isSignedBy(
  key: SignatureKey,
  hash: Uint8Array<ArrayBuffer>,
  signed: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const secret = await crypto.subtle.importKey('raw', parseSignatureKey(key), algorithm, false, ['verify']);
  return crypto.subtle.verify('HMAC', secret, hash, signed);
}

/**
 * The bytes of a signature key.
 *
 * @throws TypeError when the key is malformed. The message does not contain the key.
 */
export function parseSignatureKey(key: unknown): Uint8Array<ArrayBuffer> {
  const text = isRecord(key) ? key['signatureKey'] : key;
  const bytes = typeof text === 'string' ? parseHex(text) : undefined;
  if (bytes !== undefined && bytes.byteLength >= 16) return bytes;
  throw new TypeError(
    'verifyWebhook: `signatureKey` must be, or return, the hexadecimal `signature_key` of a subscription.',
  );
}

/** The error for a delivery without a valid signature. */
export function signatureInvalid(problem: string): WebhookError {
  return new WebhookError('webhook_signature_invalid', `The signature of the delivery ${problem}.`);
}

function parseHex(text: string | null): Uint8Array<ArrayBuffer> | undefined {
  if (text === null || !/^(?:[\da-f]{2})+$/i.test(text)) return undefined;
  const pairs = text.match(/../g) ?? [];
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16));
}
