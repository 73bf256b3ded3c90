import { decodeBase64Url, encodeBase64Url } from '../base/base64url.ts';
import { CloseOAuthError } from '../base/close-oauth-error.ts';
import { inTime } from '../base/in-time.ts';
import { createSharedValue } from '../base/shared-value.ts';
import type { SharedValue } from '../base/shared-value.ts';
import { redactCause } from '../protocol/redact-cause.ts';

const longestFetchMs = 15_000;

/** A key that encrypts stored tokens. */
export interface SealingKey {
  /** Identifies the key in sealed text: at most 64 letters, digits, `_` and `-`. */
  readonly id: string;
  /** 32 random bytes as base64url, for example from `openssl rand -base64 32 | tr '+/' '-_' | tr -d '='`. */
  readonly secret: string;
}

/** The option `keys`: a list of keys, or a function that fetches it. */
export type SealingKeys = readonly SealingKey[] | (() => Promise<readonly SealingKey[]>);

/** The keys that are derived from a sealing key, one for each purpose. */
export interface DerivedKeys {
  readonly seal: CryptoKey;
  readonly fingerprint: CryptoKey;
}

/** The keys of a vault by id, in order. */
export type KeyRing = SharedValue<ReadonlyMap<string, () => Promise<DerivedKeys>>>;

/**
 * Creates a key ring.
 *
 * @param keys - The keys, or a function that fetches them. Default: a random one, for this process only.
 * @returns The ring; it rejects with `keys_unavailable`.
 * @throws TypeError that names the malformed key.
 */
export function createKeyRing(keys?: SealingKeys): KeyRing {
  const ring = createSharedValue(createKeySource(keys));
  return { get: () => ring.get().catch(refuseKeys), reload: () => ring.reload().catch(refuseKeys) };
}

function createKeySource(keys: SealingKeys | undefined): () => ReturnType<KeyRing['get']> {
  if (typeof keys === 'function') return async () => parseKeys(await inTime(longestFetchMs, keys));
  const derived =
    keys === undefined ? new Map([['process', createSharedValue(randomKey).get]]) : parseKeys(keys);
  return async () => derived;
}

function refuseKeys(error: unknown): never {
  const message = 'The function `keys` returned no keys. Nothing was lost: try again when it works.';
  throw new CloseOAuthError('keys_unavailable', message, { cause: redactCause(error, []) });
}

// Created at first use: some hosts allow no randomness before the first call.
function randomKey(): Promise<DerivedKeys> {
  return deriveKeys(encodeBase64Url(crypto.getRandomValues(new Uint8Array(32))));
}

function parseKeys(keys: readonly SealingKey[]): Map<string, () => Promise<DerivedKeys>> {
  if (!Array.isArray(keys) || keys.length === 0)
    throw new TypeError('createCloseOAuth: `keys` must be a non-empty list of keys.');
  const derived = new Map<string, () => Promise<DerivedKeys>>();
  for (const [index, key] of keys.entries()) {
    const { id, secret }: Partial<SealingKey> = key ?? {};
    if (typeof id !== 'string' || !/^[\w-]{1,64}$/.test(id)) {
      throw new TypeError(
        `createCloseOAuth: \`keys[${index}].id\` must be 1 to 64 letters, digits, "_" or "-".`,
      );
    }
    if (derived.has(id)) throw new TypeError(`createCloseOAuth: \`keys[${index}].id\` must be unique.`);
    if (typeof secret !== 'string' || !/^[\w-]{43}=?$/.test(secret)) {
      throw new TypeError(`createCloseOAuth: \`keys[${index}].secret\` must be 32 bytes as base64url.`);
    }
    derived.set(id, createSharedValue(() => deriveKeys(secret)).get);
  }
  return derived;
}

async function deriveKeys(secret: string): Promise<DerivedKeys> {
  const base = await crypto.subtle.importKey('raw', decodeBase64Url(secret), 'HKDF', false, ['deriveKey']);
  const aes = { name: 'AES-GCM', length: 256 };
  const hmac = { name: 'HMAC', hash: 'SHA-256', length: 256 };
  const [seal, fingerprint] = await Promise.all([
    crypto.subtle.deriveKey(purpose('closekit seal'), base, aes, false, ['encrypt', 'decrypt']),
    crypto.subtle.deriveKey(purpose('closekit fingerprint'), base, hmac, false, ['sign']),
  ]);
  return { seal, fingerprint };
}

function purpose(info: string): HkdfParams {
  return { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: new TextEncoder().encode(info) };
}
