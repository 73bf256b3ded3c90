import { withAuthenticatedForm } from './with-authenticated-form.ts';
import { codeChallengeOf } from './code-challenge.ts';
import type { GrantRegistry, IssuedTokens } from './grant-registry.ts';
import type { SandboxClient } from './oauth-client.ts';
import { tokenError, uncachedJson } from './token-endpoint-error.ts';

/** Handles `POST /oauth2/token/`. */
export function handleTokenRequest(
  request: Request,
  client: SandboxClient,
  grants: GrantRegistry,
): Promise<Response> {
  return withAuthenticatedForm(request, client, (form) => issueTokens(form, grants));
}

function issueTokens(form: URLSearchParams, grants: GrantRegistry): Response | Promise<Response> {
  switch (form.get('grant_type')) {
    case 'authorization_code':
      return exchangeCode(form, grants);
    case 'refresh_token':
      return refresh(form, grants);
    case null:
      return tokenError('invalid_request', 'grant_type is missing.');
    default:
      return tokenError('unsupported_grant_type', 'Use authorization_code or refresh_token.');
  }
}

async function exchangeCode(form: URLSearchParams, grants: GrantRegistry): Promise<Response> {
  const code = form.get('code');
  if (code === null) return tokenError('invalid_request', 'code is missing.');
  const verifier = form.get('code_verifier');
  // Hashing is asynchronous, so it comes first: nothing may run between inspecting and redeeming the code.
  const challenge = verifier === null ? undefined : await codeChallengeOf(verifier);

  const terms = grants.inspectCode(code);
  if (terms === undefined)
    return tokenError('invalid_grant', 'The code is unknown, already used or expired.');
  const redirectUri = form.get('redirect_uri');
  if (redirectUri !== null && redirectUri !== terms.redirectUri) {
    return tokenError('invalid_grant', 'redirect_uri does not match the authorization request.');
  }
  if (challenge !== terms.codeChallenge) {
    return tokenError('invalid_grant', 'code_verifier does not match the authorization request.');
  }
  return success(grants.redeemCode(code), 'The code is unknown, already used or expired.');
}

function refresh(form: URLSearchParams, grants: GrantRegistry): Response {
  const refreshToken = form.get('refresh_token');
  if (refreshToken === null) return tokenError('invalid_request', 'refresh_token is missing.');
  return success(grants.rotate(refreshToken), 'The refresh token is unknown, already used or revoked.');
}

function success(tokens: IssuedTokens | undefined, refusal: string): Response {
  if (tokens === undefined) return tokenError('invalid_grant', refusal);
  return uncachedJson({
    token_type: 'Bearer',
    access_token: tokens.accessToken,
    expires_in: tokens.expiresInMs / 1000,
    refresh_token: tokens.refreshToken,
    scope: tokens.scope,
    organization_id: tokens.organizationId,
    user_id: tokens.userId,
  });
}
