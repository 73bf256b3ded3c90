import { withAuthenticatedForm } from './with-authenticated-form.ts';
import type { GrantRegistry } from './grant-registry.ts';
import type { SandboxClient } from './oauth-client.ts';
import { tokenError } from './token-endpoint-error.ts';

/**
 * Handles `POST /oauth2/revoke/`: an empty 200, also for an unknown token.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7009#section-2.2
 */
export function handleRevocationRequest(
  request: Request,
  client: SandboxClient,
  grants: GrantRegistry,
): Promise<Response> {
  return withAuthenticatedForm(request, client, (form) => {
    const token = form.get('token');
    if (token === null) return tokenError('invalid_request', 'token is missing.');
    grants.revoke(token);
    return new Response(null, { status: 200, headers: { 'cache-control': 'no-store' } });
  });
}
