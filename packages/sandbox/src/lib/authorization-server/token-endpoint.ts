import type { GrantRegistry, IssuedTokens } from './grant-registry.ts';
import type { SandboxClient } from './oauth-client.ts';
import { codeChallengeOf } from './secrets.ts';

const formContentType = 'application/x-www-form-urlencoded';

/** The refusal of a token or revocation request (RFC 6749 §5.2). */
class TokenRefusal extends Error {
  override readonly name = 'TokenRefusal';
  readonly code: string;
  readonly headers: Record<string, string>;

  constructor(code: string, description: string, headers: Record<string, string> = {}) {
    super(description);
    this.code = code;
    this.headers = headers;
  }
}

export interface TokenEndpoint {
  token(request: Request): Promise<Response>;
  /** Returns an empty 200, also for an unknown token (RFC 7009 §2.2). */
  revocation(request: Request): Promise<Response>;
}

export function createTokenEndpoint(client: SandboxClient, grants: GrantRegistry): TokenEndpoint {
  return {
    token: (request) =>
      handleForm(request, client, async (form) => {
        const tokens = await issueTokens(form, grants);
        return uncachedJson({
          token_type: 'Bearer',
          access_token: tokens.accessToken,
          expires_in: tokens.expiresInMs / 1000,
          refresh_token: tokens.refreshToken,
          scope: tokens.scope,
          organization_id: tokens.organizationId,
          user_id: tokens.userId,
        });
      }),
    revocation: (request) =>
      handleForm(request, client, (form) => {
        grants.revoke(read(form, 'token'));
        return new Response(null, { status: 200, headers: { 'cache-control': 'no-store' } });
      }),
  };
}

async function handleForm(
  request: Request,
  client: SandboxClient,
  handle: (form: URLSearchParams) => Response | Promise<Response>,
): Promise<Response> {
  try {
    return await handle(await readForm(request, client));
  } catch (error) {
    if (!(error instanceof TokenRefusal)) throw error;
    const { code, message, headers } = error;
    const status = code === 'invalid_client' ? 401 : 400;
    return uncachedJson({ error: code, error_description: message }, status, headers);
  }
}

function uncachedJson(body: object, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(body, {
    status,
    headers: { 'cache-control': 'no-store', pragma: 'no-cache', ...headers },
  });
}

async function readForm(request: Request, client: SandboxClient): Promise<URLSearchParams> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== formContentType)
    throw new TokenRefusal('invalid_request', `The body must be ${formContentType}.`);
  const form = new URLSearchParams(await request.text());
  if (form.size > new Set(form.keys()).size)
    throw new TokenRefusal('invalid_request', 'A parameter is repeated.');
  const header = request.headers.get('authorization');
  const [id, secret] =
    header === null ? [form.get('client_id'), form.get('client_secret')] : readCredentials(header);
  if (id === client.clientId && secret === client.clientSecret) return form;
  // A client that used the header gets a challenge.
  const challenge = { 'www-authenticate': 'Basic realm="Close sandbox"' };
  throw new TokenRefusal('invalid_client', 'Client authentication failed.', header === null ? {} : challenge);
}

/** RFC 6749 §2.3.1: id and secret are form-encoded before they are joined. */
function readCredentials(header: string): string[] {
  const encoded = /^basic +([\w+/=]+)$/i.exec(header)?.[1];
  try {
    const [id = '', ...secret] = atob(encoded ?? '').split(':');
    return [id, secret.join(':')].map((text) => decodeURIComponent(text.replaceAll('+', ' ')));
  } catch {
    return [];
  }
}

function read(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (value === null) throw new TokenRefusal('invalid_request', `${name} is missing.`);
  return value;
}

function issueTokens(form: URLSearchParams, grants: GrantRegistry): IssuedTokens | Promise<IssuedTokens> {
  const type = read(form, 'grant_type');
  if (type === 'authorization_code') return exchangeCode(form, grants);
  if (type !== 'refresh_token')
    throw new TokenRefusal('unsupported_grant_type', 'Use authorization_code or refresh_token.');
  const tokens = grants.rotate(read(form, 'refresh_token'));
  return tokens ?? refuseGrant('The refresh token is unknown, already used or revoked.');
}

async function exchangeCode(form: URLSearchParams, grants: GrantRegistry): Promise<IssuedTokens> {
  const code = read(form, 'code');
  const verifier = form.get('code_verifier');
  // Hashing is asynchronous, so it comes first: nothing may run between checking and redeeming the code.
  const challenge = verifier === null ? undefined : await codeChallengeOf(verifier);
  const tokens = grants.redeemCode(code, ({ redirectUri, codeChallenge }) => {
    if ((form.get('redirect_uri') ?? redirectUri) !== redirectUri)
      refuseGrant('redirect_uri does not match the authorization request.');
    if (challenge !== codeChallenge) refuseGrant('code_verifier does not match the authorization request.');
  });
  return tokens ?? refuseGrant('The code is unknown, already used or expired.');
}

function refuseGrant(description: string): never {
  throw new TokenRefusal('invalid_grant', description);
}
