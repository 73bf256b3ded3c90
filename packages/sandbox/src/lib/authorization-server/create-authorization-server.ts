import { authorizationErrorPage, consentPage } from './consent-page.ts';
import { GrantRegistry } from './grant-registry.ts';
import type { CodeTerms, RotationRules } from './grant-registry.ts';
import { defaultScope, metadataFor, scopeDescriptions } from './oauth-client.ts';
import type { SandboxClient, SandboxMetadata } from './oauth-client.ts';
import { randomSecret } from './secrets.ts';
import { createTokenEndpoint } from './token-endpoint.ts';
import type { TokenEndpoint } from './token-endpoint.ts';

const pageLifetimeMs = 600_000;

interface ConsentSurroundings {
  readonly now: () => number;
  readonly user: { readonly id: string; readonly name: string; readonly email: string };
  readonly organizations: readonly { readonly id: string; readonly name: string }[];
}

export interface AuthorizationServer extends TokenEndpoint {
  readonly metadata: SandboxMetadata;
  readonly client: { readonly clientId: string; readonly clientSecret: string; readonly redirectUri: string };
  readonly appName: string;
  readonly apiKey: string;
  readonly grants: GrantRegistry;
  /** Renders the page of `/oauth2/authorize/`. */
  show(url: URL): Promise<Response>;
  /** Handles the form of the page. */
  decide(request: Request): Promise<Response>;
  clear(): void;
}

export function createAuthorizationServer(
  { client, origin, ...rules }: RotationRules & { origin: string; client: Required<SandboxClient> },
  surroundings: ConsentSurroundings,
): AuthorizationServer {
  const { clientId, clientSecret, redirectUris } = client;
  const grants = new GrantRegistry(rules, surroundings.now);
  const endpoint = createAuthorizationEndpoint(client, grants, surroundings);
  return {
    metadata: metadataFor(origin),
    client: { clientId, clientSecret, redirectUri: redirectUris[0] ?? '' },
    appName: client.name,
    apiKey: randomSecret('api_'),
    grants,
    ...endpoint,
    ...createTokenEndpoint(client, grants),
    clear: () => {
      grants.clear();
      endpoint.clear();
    },
  };
}

interface PendingRequest extends Omit<CodeTerms, 'organizationId' | 'userId'> {
  readonly state: string | undefined;
  readonly expiresAt: number;
}

/** Creates the authorization endpoint. Its pages carry a random id instead of the request's parameters. */
function createAuthorizationEndpoint(
  client: Required<SandboxClient>,
  grants: GrantRegistry,
  { now, user, organizations }: ConsentSurroundings,
): Pick<AuthorizationServer, 'show' | 'decide' | 'clear'> {
  const pending = new Map<string, PendingRequest>();

  async function show({ searchParams: query }: URL): Promise<Response> {
    if (query.get('client_id') !== client.clientId)
      return authorizationErrorPage('The client_id is unknown.');
    const redirectUri = chooseRedirectUri(query.getAll('redirect_uri'), client.redirectUris);
    // Errors go to the app only after its redirect URI is verified.
    if (redirectUri === undefined)
      return authorizationErrorPage(
        'The redirect_uri is not registered for this app. It must match exactly.',
      );
    const state = query.get('state') ?? undefined;
    const [error, error_description] = problemsOf(query).find(([, , isFound]) => isFound) ?? [];
    if (error !== undefined) return redirectTo(redirectUri, { error, error_description, state });
    const requestId = randomSecret('');
    for (const [id, { expiresAt }] of pending) if (expiresAt <= now()) pending.delete(id);
    const scope = query.get('scope') || defaultScope;
    const codeChallenge = query.get('code_challenge') ?? undefined;
    pending.set(requestId, { redirectUri, scope, state, codeChallenge, expiresAt: now() + pageLifetimeMs });
    return consentPage({ requestId, appName: client.name, scope, user, organizations, redirectUri });
  }

  async function decide(request: Request): Promise<Response> {
    const form = new URLSearchParams(await request.text());
    const requestId = form.get('request') ?? '';
    const asked = pending.get(requestId);
    pending.delete(requestId);
    if (asked === undefined || asked.expiresAt <= now())
      return authorizationErrorPage('This page was already used or has expired. Start again from the app.');
    const { redirectUri, state } = asked;
    if (form.get('decision') !== 'allow') return redirectTo(redirectUri, { error: 'access_denied', state });
    const organization = organizations.find(({ id }) => id === form.get('organization'));
    if (organization === undefined) return authorizationErrorPage('You do not belong to that organization.');
    const code = grants.issueCode({ ...asked, organizationId: organization.id, userId: user.id });
    return redirectTo(redirectUri, { code, state });
  }
  return { show, decide, clear: () => pending.clear() };
}

function chooseRedirectUri(asked: readonly string[], registered: readonly string[]): string | undefined {
  if (asked.length === 0) return registered.length === 1 ? registered[0] : undefined;
  return asked.length === 1 ? registered.find((uri) => uri === asked[0]) : undefined;
}

/** The problems that a request can have: error, description, and whether it has it. */
function problemsOf(query: URLSearchParams): (readonly [string, string, boolean])[] {
  const type = query.get('response_type');
  const scopes = (query.get('scope') || defaultScope).split(' ');
  const challenge = query.get('code_challenge');
  const isMethod = challenge === null || query.get('code_challenge_method') === 'S256';
  const isChallenge = challenge === null || /^[\w-]{43}$/.test(challenge);
  return [
    ['invalid_request', 'A parameter is repeated.', query.size > new Set(query.keys()).size],
    ['invalid_request', 'response_type is missing.', type === null],
    ['unsupported_response_type', 'response_type must be code.', type !== 'code'],
    [
      'invalid_scope',
      'A scope is unknown.',
      scopes.some((scope) => !Object.hasOwn(scopeDescriptions, scope)),
    ],
    ['invalid_request', 'code_challenge_method must be S256.', !isMethod],
    ['invalid_request', 'code_challenge is not an S256 challenge.', !isChallenge],
  ];
}

function redirectTo(redirectUri: string, parameters: Record<string, string | undefined>): Response {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return new Response(null, {
    status: 302,
    headers: { location: url.href, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
  });
}
