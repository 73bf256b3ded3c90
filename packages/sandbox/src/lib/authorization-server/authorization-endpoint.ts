import { callbackUrl, parseAuthorizationRequest } from './authorization-request.ts';
import type { AuthorizationRequest } from './authorization-request.ts';
import { authorizationErrorPage, consentPage } from './consent-page.ts';
import type { GrantRegistry } from './grant-registry.ts';
import type { SandboxClient } from './oauth-client.ts';
import { randomSecret } from './random-secret.ts';

const pageLifetimeMs = 600_000;

/** The options of {@link createAuthorizationEndpoint}. */
export interface AuthorizationEndpointOptions {
  readonly client: Required<SandboxClient>;
  readonly grants: GrantRegistry;
  readonly now: () => number;
  readonly user: { readonly id: string; readonly name: string; readonly email: string };
  readonly organizations: readonly { readonly id: string; readonly name: string }[];
}

/** The two handlers of `/oauth2/authorize/`: `show` renders the page, `decide` handles its form. */
export interface AuthorizationEndpoint {
  show(url: URL): Promise<Response>;
  decide(request: Request): Promise<Response>;
  clear(): void;
}

interface PendingRequest extends AuthorizationRequest {
  readonly expiresAt: number;
}

/** Creates the authorization endpoint. Its pages carry a random id instead of the request's parameters. */
export function createAuthorizationEndpoint(options: AuthorizationEndpointOptions): AuthorizationEndpoint {
  const { client, grants, now, user, organizations } = options;
  const pending = new Map<string, PendingRequest>();

  async function show(url: URL): Promise<Response> {
    const parsed = parseAuthorizationRequest(url.searchParams, client);
    if (!parsed.ok)
      return 'page' in parsed ? authorizationErrorPage(parsed.page) : redirectTo(parsed.redirect);
    const requestId = randomSecret('');
    for (const [id, { expiresAt }] of pending) if (expiresAt <= now()) pending.delete(id);
    pending.set(requestId, { ...parsed.request, expiresAt: now() + pageLifetimeMs });
    const { scope, redirectUri } = parsed.request;
    return consentPage({ requestId, appName: client.name, scope, user, organizations, redirectUri });
  }

  async function decide(request: Request): Promise<Response> {
    const form = new URLSearchParams(await request.text());
    const requestId = form.get('request') ?? '';
    const pendingRequest = pending.get(requestId);
    pending.delete(requestId);
    if (pendingRequest === undefined || pendingRequest.expiresAt <= now()) {
      return authorizationErrorPage('This page was already used or has expired. Start again from the app.');
    }
    if (form.get('decision') !== 'allow') {
      return redirectTo(
        callbackUrl(pendingRequest.redirectUri, { error: 'access_denied', state: pendingRequest.state }),
      );
    }
    const organization = organizations.find(({ id }) => id === form.get('organization'));
    if (organization === undefined) return authorizationErrorPage('You do not belong to that organization.');
    const code = grants.issueCode({ ...pendingRequest, organizationId: organization.id, userId: user.id });
    return redirectTo(callbackUrl(pendingRequest.redirectUri, { code, state: pendingRequest.state }));
  }
  return { show, decide, clear: () => pending.clear() };
}

function redirectTo(url: URL): Response {
  return new Response(null, {
    status: 302,
    headers: { location: url.href, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
  });
}
