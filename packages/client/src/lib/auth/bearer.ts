import { parseCredential } from './credential.ts';

/** Authentication with one fixed access token, which cannot be read from it, logged or serialised. */
export interface BearerAuth {
  /** Discriminates the ways to authenticate. */
  readonly kind: 'bearer';
  /**
   * Returns the value of the `Authorization` header.
   *
   * @returns `Bearer …`.
   */
  authorization(): string;
}

/**
 * Authenticates with one access token. It is never renewed, so a 401 is final.
 *
 * @param token - The access token.
 * @returns The `auth` option of `createCloseClient`.
 * @throws TypeError when the token is empty or contains anything but visible ASCII characters.
 */
export function bearer(token: string): BearerAuth {
  const header = `Bearer ${parseCredential(token, ['bearer', 'token'])}`;
  return Object.freeze({ kind: 'bearer', authorization: () => header });
}
