import { decodeBase64Url, encodeBase64Url } from '../base/base64url.ts';
import { CloseOAuthError } from '../base/close-oauth-error.ts';
import { createLazy } from '../base/lazy.ts';
import type { Lazy } from '../base/lazy.ts';
import { createSharedValue } from '../base/shared-value.ts';
import type { SharedValue } from '../base/shared-value.ts';
import { redactCause } from '../protocol/redact-cause.ts';
import { recordUnreadable } from './record-unreadable.ts';

/** A key that encrypts stored tokens. */
export interface SealingKey {
  /** Identifies the key in sealed text: at most 64 letters, digits, `_` and `-`. */
  readonly id: string;
  /** 32 random bytes as base64url, for example from `openssl rand -base64 32 | tr '+/' '-_' | tr -d '='`. */
  readonly secret: string;
}

/** The option `keys`: a list of keys, or a function that fetches it. */
export type SealingKeys = readonly SealingKey[] | (() => Promise<readonly SealingKey[]>);

/**
 * Encrypts text, bound to a place: it can only be opened for the same place. Every call may reject with
 * `keys_unavailable`.
 */
export interface Sealer {
  /** Seals text with the first key. */
  seal(text: string, place: string): Promise<string>;
  /**
   * Opens text that one of the keys sealed for this place.
   *
   * @throws CloseOAuthError `record_unreadable` for any other text.
   */
  open(sealed: string, place: string): Promise<string>;
  /** Whether the text was sealed with the first key. */
  isCurrent(sealed: string): Promise<boolean>;
  /** A keyed hash: equal for equal secrets, and does not reveal them. */
  fingerprint(secret: string): Promise<string>;
  /** Fetches the keys again, if a function fetches them. */
  reload(): Promise<void>;
}

interface DerivedKeys {
  readonly seal: CryptoKey;
  readonly fingerprint: CryptoKey;
}

const version = 'v1';
const ivBytes = 12;

/**
 * Creates a sealer: AES-256-GCM, with the place as associated data and the id of the key in the sealed text.
 *
 * @param keys - The first one seals, all of them open. Default: a random one, for this process only.
 * @throws TypeError that names the malformed key.
 */
export function createSealer(keys?: SealingKeys): Sealer {
  const ring = createKeyRing(keys);

  async function sealingKey(): Promise<readonly [id: string, keys: DerivedKeys]> {
    for (const [id, derived] of await ring.get()) return [id, await derived.get()];
    throw recordUnreadable();
  }

  return {
    async seal(text, place) {
      const [id, key] = await sealingKey();
      const iv = crypto.getRandomValues(new Uint8Array(ivBytes));
      const additionalData = encode(place);
      const algorithm = { name: 'AES-GCM', iv, additionalData };
      const sealed = await crypto.subtle.encrypt(algorithm, key.seal, encode(text));
      return [version, id, encodeBase64Url(iv), encodeBase64Url(new Uint8Array(sealed))].join('.');
    },
    async open(sealed, place) {
      const [format, id = '', iv = '', body = ''] = sealed.split('.');
      const derived = (await ring.get()).get(id);
      if (format !== version || derived === undefined) throw recordUnreadable();
      const key = await derived.get();
      try {
        const algorithm = { name: 'AES-GCM', iv: decodeBase64Url(iv), additionalData: encode(place) };
        return new TextDecoder().decode(
          await crypto.subtle.decrypt(algorithm, key.seal, decodeBase64Url(body)),
        );
      } catch {
        throw recordUnreadable();
      }
    },
    async isCurrent(sealed) {
      const [id] = await sealingKey();
      return sealed.split('.')[1] === id;
    },
    async fingerprint(secret) {
      const [id, key] = await sealingKey();
      const hash = await crypto.subtle.sign('HMAC', key.fingerprint, encode(secret));
      return `${id}.${encodeBase64Url(new Uint8Array(hash))}`;
    },
    reload: () => ring.reload(),
  };
}

type DerivedRing = ReadonlyMap<string, Lazy<DerivedKeys>>;

function createKeyRing(keys: SealingKeys | undefined): SharedValue<DerivedRing> {
  if (typeof keys !== 'function') {
    const derived = keys === undefined ? new Map([['process', createLazy(randomKey)]]) : parseKeys(keys);
    return { get: async () => derived, reload: async () => undefined };
  }
  const ring = createSharedValue(async () => parseKeys(await keys()));
  return { get: () => ring.get().catch(refuseKeys), reload: () => ring.reload().catch(refuseKeys) };
}

function refuseKeys(error: unknown): never {
  const message = 'The function `keys` returned no keys. Nothing was lost: try again when it works.';
  throw new CloseOAuthError('keys_unavailable', message, { cause: redactCause(error, []) });
}

// Created at first use: some hosts allow no randomness before the first call.
function randomKey(): Promise<DerivedKeys> {
  return deriveKeys(encodeBase64Url(crypto.getRandomValues(new Uint8Array(32))));
}

function parseKeys(keys: readonly SealingKey[]): Map<string, Lazy<DerivedKeys>> {
  if (!Array.isArray(keys) || keys.length === 0)
    throw new TypeError('createCloseOAuth: `keys` must be a non-empty list of keys.');
  const derived = new Map<string, Lazy<DerivedKeys>>();
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
    derived.set(
      id,
      createLazy(() => deriveKeys(secret)),
    );
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
  return { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: encode(info) };
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
