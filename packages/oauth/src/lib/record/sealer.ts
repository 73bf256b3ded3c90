import { decodeBase64Url, encodeBase64Url } from '../base/base64url.ts';
import { createFirstValue } from '../base/first-value.ts';
import { recordUnreadable } from './record-unreadable.ts';

/** A key that encrypts stored tokens. */
export interface SealingKey {
  /** Identifies the key in sealed text: at most 64 letters, digits, `_` and `-`. */
  readonly id: string;
  /** 32 random bytes as base64url, for example from `openssl rand -base64 32 | tr '+/' '-_' | tr -d '='`. */
  readonly secret: string;
}

/** Encrypts text, bound to a place: it can only be opened for the same place. */
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
  isCurrent(sealed: string): boolean;
  /** A keyed hash: equal for equal secrets, and does not reveal them. */
  fingerprint(secret: string): Promise<string>;
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
export function createSealer(keys?: readonly SealingKey[]): Sealer {
  const derived = keys === undefined ? new Map([['process', createFirstValue(randomKey)]]) : parseKeys(keys);
  const [sealingId = ''] = derived.keys();

  async function keysOf(id: string): Promise<DerivedKeys> {
    const found = derived.get(id);
    if (found === undefined) throw recordUnreadable();
    return found();
  }

  return {
    async seal(text, place) {
      const key = await keysOf(sealingId);
      const iv = crypto.getRandomValues(new Uint8Array(ivBytes));
      const additionalData = encode(place);
      const algorithm = { name: 'AES-GCM', iv, additionalData };
      const sealed = await crypto.subtle.encrypt(algorithm, key.seal, encode(text));
      return [version, sealingId, encodeBase64Url(iv), encodeBase64Url(new Uint8Array(sealed))].join('.');
    },
    async open(sealed, place) {
      const [format, id = '', iv = '', body = ''] = sealed.split('.');
      if (format !== version) throw recordUnreadable();
      const key = await keysOf(id);
      try {
        const algorithm = { name: 'AES-GCM', iv: decodeBase64Url(iv), additionalData: encode(place) };
        return new TextDecoder().decode(
          await crypto.subtle.decrypt(algorithm, key.seal, decodeBase64Url(body)),
        );
      } catch {
        throw recordUnreadable();
      }
    },
    isCurrent: (sealed) => sealed.split('.')[1] === sealingId,
    async fingerprint(secret) {
      const key = await keysOf(sealingId);
      const hash = await crypto.subtle.sign('HMAC', key.fingerprint, encode(secret));
      return `${sealingId}.${encodeBase64Url(new Uint8Array(hash))}`;
    },
  };
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
    derived.set(
      id,
      createFirstValue(() => deriveKeys(secret)),
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
