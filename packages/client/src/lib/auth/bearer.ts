import type { Authenticator } from '../transport/authenticator.ts';
import { parseCredential } from './credential.ts';
import { sendHeader } from './send-header.ts';
import { sendToken } from './send-token.ts';
import { isTokenSource } from './token-source.ts';
import type { TokenSource } from './token-source.ts';

/** Authentication with access tokens. A fixed token cannot be read from it, logged or serialised. */
export interface BearerAuth extends Authenticator {
  /** Discriminates the ways to authenticate. */
  readonly kind: 'bearer';
  /** The token source, if there is one. It is not enumerable: a log should not show its contents. */
  readonly source?: TokenSource;
}

/**
 * Authenticates with one access token, which is never renewed: a 401 is final. Or with a source of access tokens,
 * such as a grant: after a 401 the request is sent once more with another token.
 *
 * @param token - The access token, or the source. `createCloseClient` takes a source without `bearer`, too.
 * @returns The `auth` option of `createCloseClient` and `createCloseConnection`.
 * @throws TypeError when it is no source, and the token is empty or contains anything but visible ASCII characters.
 * @example
 * const close = createCloseConnection({ auth: bearer(grant) });
 */
export function bearer(token: string | TokenSource): BearerAuth {
  if (isTokenSource(token)) return fromSource(token);
  const header = `Bearer ${parseCredential(token, ['bearer', 'token'])}`;
  return Object.freeze({
    kind: 'bearer',
    authorization: () => header,
    toLayer: () => sendHeader({ authorization: header }),
  });
}

function fromSource(source: TokenSource): BearerAuth {
  const auth: BearerAuth = { kind: 'bearer', source, toLayer: (events) => sendToken(source, events) };
  return Object.freeze(Object.defineProperty(auth, 'source', { enumerable: false }));
}
