import type { Authenticator } from '../transport/authenticator.ts';
import { parseCredential } from './credential.ts';
import { sendHeader } from './send-header.ts';

/** Authentication with an API key. The key cannot be read, logged or serialised. */
export interface ApiKeyAuth extends Authenticator {
  /** Discriminates the ways to authenticate. */
  readonly kind: 'api-key';
  /**
   * Returns the value of the `Authorization` header.
   *
   * @returns `Basic …`.
   */
  authorization(): string;
}

/**
 * Authenticates with a Close API key, for scripts and servers that act for one organization.
 *
 * @param key - The key, `api_…`.
 * @returns The `auth` option of `createCloseClient`.
 * @throws TypeError when the key is empty or contains anything but visible ASCII characters.
 * @see https://developer.close.com/api/overview/api-key-authentication
 */
export function apiKey(key: string): ApiKeyAuth {
  // Basic authentication: the key is the user name, the password is empty.
  const header = `Basic ${btoa(`${parseCredential(key, ['apiKey', 'key'])}:`)}`;
  return Object.freeze({
    kind: 'api-key',
    authorization: () => header,
    toLayer: () => sendHeader({ authorization: header }),
  });
}
