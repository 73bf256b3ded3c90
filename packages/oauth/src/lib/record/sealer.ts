import { decodeBase64Url, encodeBase64Url } from '../base/base64url.ts';
import type { DerivedKeys, KeyRing } from './key-ring.ts';
import { recordUnreadable } from './record-unreadable.ts';

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

const version = 'v1';
const ivBytes = 12;

/**
 * Creates a sealer: AES-256-GCM, with the place as associated data and the id of the key in the sealed text.
 *
 * @param ring - Its first key seals, all of them open.
 */
export function createSealer(ring: KeyRing): Sealer {
  async function sealingKey(): Promise<readonly [id: string, keys: DerivedKeys]> {
    for (const [id, derived] of await ring.get()) return [id, await derived()];
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
      const key = await derived();
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

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
