import { authenticateClient } from './authenticate-client.ts';
import type { GrantRegistry } from './grant-registry.ts';
import type { SandboxClient } from './oauth-client.ts';
import { tokenError } from './token-endpoint-error.ts';

/**
 * Handles `POST /oauth2/revoke/`: an empty 200, also for an unknown token.
 *
 * @see RFC 7009 §2.2
 */
export async function handleRevocationRequest(
  request: Request,
  client: SandboxClient,
  grants: GrantRegistry,
): Promise<Response> {
  const authenticated = await authenticateClient(request, client);
  if ('refusal' in authenticated) return authenticated.refusal;
  const token = authenticated.form.get('token');
  if (token === null) return tokenError('invalid_request', 'token is missing.');
  grants.revoke(token);
  return new Response(null, { status: 200, headers: { 'cache-control': 'no-store' } });
}
