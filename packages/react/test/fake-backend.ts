import type { CloseSession } from '../src/index.ts';
import type { Sandbox } from '@closekit/sandbox';

/** The session routes and the proxy of a backend, played in the browser. */
export interface FakeBackend {
  readonly fetch: typeof fetch;
  /** What the session route answers; a promise holds the answer back. */
  session: CloseSession | Promise<CloseSession>;
  /** Whether the session route is out of order. */
  failSession: boolean;
  /** The requests that arrived: `GET /api/close/session`. */
  readonly requests: string[];
  /** The access tokens that the browser got, in a token session. */
  readonly tokens: string[];
  /** Ends the connection as if its user had removed the app at Close. */
  revokeAtClose(): void;
  /** Connects again. */
  connectAtClose(): void;
}

/**
 * Plays a backend whose session is signed in with a connection to the sandbox.
 *
 * @param sandbox The local Close.
 * @param organizationId The organization to connect, the first unless given.
 * @returns The backend.
 */
export function createFakeBackend(sandbox: Sandbox, organizationId?: string): FakeBackend {
  const connect = (id = organizationId): string =>
    sandbox.connect(id === undefined ? {} : { organizationId: id }).accessToken;
  let token: string | undefined = connect();
  const requests: string[] = [];
  const tokens: string[] = [];

  const switchTo = async (request: Request): Promise<Response> => {
    const { organizationId: wanted }: { organizationId?: string } = await request.json();
    if (!sandbox.organizations.some(({ id }) => id === wanted))
      return refuse('organization_not_connected', 404);
    token = connect(wanted);
    backend.session = signedInAs(sandbox, wanted);
    return new Response(null, { status: 204 });
  };

  const giveToken = async (request: Request): Promise<Response> => {
    const { refused }: { refused?: string } = await request.json();
    if (token === undefined) return refuse('reauthorization_required');
    if (refused === token) token = connect();
    tokens.push(token);
    return Response.json({ token, expiresAt: Date.now() + 3_600_000 });
  };

  const proxy = async (request: Request, path: string): Promise<Response> => {
    if (token === undefined) return refuse('signed_out');
    const { method, signal } = request;
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const body = method === 'GET' ? null : await request.text();
    return sandbox.fetch(new Request(`${sandbox.origin}${path}`, { method, headers, body, signal }));
  };

  const backend: FakeBackend = {
    session: signedInAs(sandbox, organizationId),
    failSession: false,
    requests,
    tokens,
    revokeAtClose: () => {
      token = undefined;
    },
    connectAtClose: () => {
      token = connect();
    },
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const { pathname, search } = new URL(request.url);
      requests.push(`${request.method} ${pathname}`);
      if (request.headers.get('x-closekit') !== '1') return refuse('header_missing', 403);
      if (pathname === '/api/close/session' && backend.failSession) return refuse('out_of_order', 500);
      if (pathname === '/api/close/session') return Response.json(await backend.session);
      if (pathname.startsWith('/api/close/api/v1/')) return proxy(request, pathname.slice(10) + search);
      if (pathname === '/api/close/switch') return switchTo(request);
      if (pathname === '/api/close/token') return giveToken(request);
      if (pathname !== '/api/close/logout' || request.method !== 'POST') return refuse('not_found', 404);
      token = undefined;
      backend.session = { status: 'signed-out' };
      return new Response(null, { status: 204 });
    },
  };
  return backend;
}

type SignedIn = Extract<CloseSession, { status: 'signed-in' }>;

/**
 * The session of somebody who has connected an organization of the sandbox.
 *
 * @param sandbox The local Close.
 * @param organizationId The organization, the first unless given.
 * @returns The session.
 */
export function signedInAs(sandbox: Sandbox, organizationId?: string): SignedIn {
  const organization =
    sandbox.organizations.find(({ id }) => id === organizationId) ?? sandbox.organizations[0];
  const [user] = sandbox.users;
  if (organization === undefined || user === undefined) throw new TypeError('the sandbox is empty');
  return {
    status: 'signed-in',
    user: { id: user.id, name: user.name },
    organization: { id: organization.id, name: organization.name },
    organizations: sandbox.organizations.map(({ id, name }) => ({ id, name })),
    expiresAt: 1_800_000_000_000,
    generation: 1,
    refreshes: 0,
    scope: 'all.full_access offline_access',
  };
}

function refuse(code: string, status = 401): Response {
  return Response.json({ error: code, code }, { status });
}
