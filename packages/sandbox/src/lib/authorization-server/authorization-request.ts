import { defaultScope, isKnownScope } from './oauth-client.ts';
import type { SandboxClient } from './oauth-client.ts';

/** A valid authorization request. */
export interface AuthorizationRequest {
  readonly redirectUri: string;
  readonly scope: string;
  readonly state: string | undefined;
  readonly codeChallenge: string | undefined;
}

/** The parsed request, an error to show on a page, or an error to redirect to the app. */
export type ParsedAuthorizationRequest =
  | { ok: true; request: AuthorizationRequest }
  | { ok: false; page: string }
  | { ok: false; redirect: URL };

/** Parses an authorization request. Errors go to the app only after its redirect URI is verified. */
export function parseAuthorizationRequest(
  query: URLSearchParams,
  client: SandboxClient,
): ParsedAuthorizationRequest {
  if (query.get('client_id') !== client.clientId) return { ok: false, page: 'The client_id is unknown.' };
  const redirectUri = chooseRedirectUri(query.getAll('redirect_uri'), client.redirectUris);
  if (redirectUri === undefined) {
    return {
      ok: false,
      page: 'The redirect_uri is not registered for this app. It must match exactly.',
    };
  }
  const state = query.get('state') ?? undefined;
  const problem = findProblem(query);
  if (problem !== undefined) {
    return {
      ok: false,
      redirect: callbackUrl(redirectUri, { error: problem[0], error_description: problem[1], state }),
    };
  }
  const scope = query.get('scope') || defaultScope;
  return {
    ok: true,
    request: { redirectUri, scope, state, codeChallenge: query.get('code_challenge') ?? undefined },
  };
}

/** The redirect URI with the parameters of a response. */
export function callbackUrl(redirectUri: string, parameters: Record<string, string | undefined>): URL {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url;
}

function chooseRedirectUri(asked: readonly string[], registered: readonly string[]): string | undefined {
  if (asked.length === 0) return registered.length === 1 ? registered[0] : undefined;
  return asked.length === 1 ? registered.find((uri) => uri === asked[0]) : undefined;
}

function findProblem(query: URLSearchParams): readonly [error: string, description: string] | undefined {
  const repeated = [...query.keys()].find((name) => query.getAll(name).length > 1);
  if (repeated !== undefined) return ['invalid_request', 'A parameter is repeated.'];
  const responseType = query.get('response_type');
  if (responseType === null) return ['invalid_request', 'response_type is missing.'];
  if (responseType !== 'code') return ['unsupported_response_type', 'response_type must be code.'];
  const scope = query.get('scope');
  if (scope && !isKnownScope(scope)) return ['invalid_scope', 'A scope is unknown.'];
  const challenge = query.get('code_challenge');
  if (challenge === null) return undefined;
  if (query.get('code_challenge_method') !== 'S256')
    return ['invalid_request', 'code_challenge_method must be S256.'];
  return /^[\w-]{43}$/.test(challenge)
    ? undefined
    : ['invalid_request', 'code_challenge is not an S256 challenge.'];
}
