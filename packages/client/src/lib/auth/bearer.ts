import { parseCredential } from './credential.ts';

/** Authentication with one fixed access token, which cannot be read from it, logged or serialised. */
export interface BearerAuth {
  /** Tells this way of authentication from the others. */
  readonly kind: 'bearer';
  /**
   * Gives what the header `Authorization` says.
   *
   * @returns Its value.
   */
  authorization(): string;
}

/**
 * Authenticates with one access token, for as long as it lives: a 401 is final.
 *
 * @param token - The access token.
 * @returns What `createCloseClient` takes as `auth`.
 * @throws TypeError when the token is empty or holds characters no token has.
 */
export function bearer(token: string): BearerAuth {
  const header = `Bearer ${parseCredential(token, ['bearer', 'token'])}`;
  return Object.freeze({ kind: 'bearer', authorization: () => header });
}
