import { parseCredential } from './credential.ts';

/** Authentication with an API key. The key itself cannot be read from it, logged or serialised. */
export interface ApiKeyAuth {
  /** Tells this way of authentication from the others. */
  readonly kind: 'api-key';
  /**
   * Gives what the header `Authorization` says.
   *
   * @returns Its value.
   */
  authorization(): string;
}

/**
 * Authenticates with a Close API key: for scripts and servers that act for one organization.
 *
 * @param key - The key, `api_…`.
 * @returns What `createCloseClient` takes as `auth`.
 * @throws TypeError when the key is empty or holds characters no key has.
 * @see {@link https://developer.close.com/api/overview/api-key-authentication}
 */
export function apiKey(key: string): ApiKeyAuth {
  // Basic authentication: the key is the user name, the password stays empty.
  const header = `Basic ${btoa(`${parseCredential(key, ['apiKey', 'key'])}:`)}`;
  return Object.freeze({ kind: 'api-key', authorization: () => header });
}
