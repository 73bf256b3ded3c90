import { assertAuthorizationServer } from '../base/authorization-server.ts';
import type { AuthorizationServer } from '../base/authorization-server.ts';
import { CloseOAuthError, isCloseOAuthError } from '../base/close-oauth-error.ts';
import { redactCause } from './redact-cause.ts';

/** Reads the metadata of the authorization server: see the option `server`. */
export type ServerSource = () => Promise<AuthorizationServer>;

/**
 * Calls the function `server`.
 *
 * @throws CloseOAuthError `discovery_failed` when it fails, or returns no metadata.
 */
export async function readServer(server: ServerSource): Promise<AuthorizationServer> {
  try {
    const metadata: unknown = await server();
    assertAuthorizationServer(metadata, 'createCloseOAuth');
    return metadata;
  } catch (error) {
    if (isCloseOAuthError(error)) throw error;
    const message = 'The function `server` returned no metadata. The next call tries again.';
    throw new CloseOAuthError('discovery_failed', message, { cause: redactCause(error, []) });
  }
}
