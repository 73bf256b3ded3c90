import { decodeBase64Url, encodeBase64Url } from '../base/base64url.ts';
import { CloseOAuthError } from '../base/close-oauth-error.ts';

/** A key that seals what is stored. */
export interface SealingKey {
  /** Names the key in what it sealed: letters, digits, `_` and `-`, at most 64. */
  readonly id: string;
  /** 32 random bytes as base64url, for example of `openssl rand -base64 32 | tr '+/' '-_' | tr -d '='`. */
  readonly secret: string;
}

/** Seals text so that it can be opened only with the same keys and in the same place. */
export interface Sealer {
  /** Seals text with the first key, bound to its place. */
  seal(text: string, place: string): Promise<string>;
  /** Opens what any of the keys sealed in this place, else throws `record_unreadable`. */
  open(sealed: string, place: string): Promise<string>;
  /** Tells whether something was sealed with the first key. */
  isCurrent(sealed: string): boolean;
  /** A short keyed hash: equal for equal secrets, and says nothing about them. */
  fingerprint(secret: string): Promise<string>;
}

interface DerivedKeys {
  readonly seal: CryptoKey;
  readonly fingerprint: CryptoKey;
}

const version = 'v1';
const ivBytes = 12;

/**
 * Builds a sealer: AES-256-GCM, the place as associated data, the key's id in the envelope.
 *
 * @param keys - The first one seals, all of them open.
 * @returns The sealer.
 * @throws TypeError that names the option `keys` when a key is malformed.
 */
export function createSealer(keys: readonly SealingKey[]): Sealer {
  const secrets = parseKeys(keys);
  const derived = new Map<string, Promise<DerivedKeys>>();
  const [sealingId] = secrets.keys();

  function keysOf(id: string): Promise<DerivedKeys> | undefined {
    const secret = secrets.get(id);
    if (secret === undefined) return undefined;
    const known = derived.get(id) ?? deriveKeys(secret);
    derived.set(id, known);
    return known;
  }

  return {
    async seal(text, place) {
      const key = await keysOf(sealingId ?? '');
      if (key === undefined) throw unreadable();
      const iv = crypto.getRandomValues(new Uint8Array(ivBytes));
      const additionalData = encode(place);
      const algorithm = { name: 'AES-GCM', iv, additionalData };
      const sealed = await crypto.subtle.encrypt(algorithm, key.seal, encode(text));
      return [version, sealingId, encodeBase64Url(iv), encodeBase64Url(new Uint8Array(sealed))].join('.');
    },
    async open(sealed, place) {
      const [format, id = '', iv = '', body = ''] = sealed.split('.');
      const key = await keysOf(id);
      if (format !== version || key === undefined) throw unreadable();
      try {
        const algorithm = { name: 'AES-GCM', iv: decodeBase64Url(iv), additionalData: encode(place) };
        return new TextDecoder().decode(
          await crypto.subtle.decrypt(algorithm, key.seal, decodeBase64Url(body)),
        );
      } catch {
        throw unreadable();
      }
    },
    isCurrent: (sealed) => sealed.split('.')[1] === sealingId,
    async fingerprint(secret) {
      const key = await keysOf(sealingId ?? '');
      if (key === undefined) throw unreadable();
      const hash = await crypto.subtle.sign('HMAC', key.fingerprint, encode(secret));
      return `${sealingId}.${encodeBase64Url(new Uint8Array(hash))}`;
    },
  };
}

/** @returns A key for this process alone. */
export function randomSealingKey(): SealingKey {
  return { id: 'process', secret: encodeBase64Url(crypto.getRandomValues(new Uint8Array(32))) };
}

function parseKeys(keys: readonly SealingKey[]): Map<string, Uint8Array<ArrayBuffer>> {
  if (!Array.isArray(keys) || keys.length === 0)
    throw new TypeError('createCloseOAuth: `keys` must be a list of at least one key.');
  const secrets = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const [index, key] of keys.entries()) {
    const { id, secret }: Partial<SealingKey> = key ?? {};
    if (typeof id !== 'string' || !/^[\w-]{1,64}$/.test(id)) {
      throw new TypeError(
        `createCloseOAuth: \`keys[${index}].id\` must be 1 to 64 letters, digits, "_" or "-".`,
      );
    }
    if (secrets.has(id)) throw new TypeError(`createCloseOAuth: \`keys[${index}].id\` must be unique.`);
    if (typeof secret !== 'string' || !/^[\w-]{43}=?$/.test(secret)) {
      throw new TypeError(`createCloseOAuth: \`keys[${index}].secret\` must be 32 bytes as base64url.`);
    }
    secrets.set(id, decodeBase64Url(secret));
  }
  return secrets;
}

async function deriveKeys(secret: Uint8Array<ArrayBuffer>): Promise<DerivedKeys> {
  const base = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
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

function unreadable(): CloseOAuthError {
  const message =
    'A stored record cannot be opened: its key is not among keys, or it was changed. Add the key it was sealed with.';
  return new CloseOAuthError('record_unreadable', message);
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
