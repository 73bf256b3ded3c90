import type { Sandbox } from '@closekit/sandbox';
import type { CloseSession } from '../auth/close-session.ts';
import { isRecord } from '../base/is-record.ts';
import type { LiveFeed } from './live-feed.ts';
import { pageUrl } from './page-url.ts';
import { proxyTestRequest } from './proxy-test-request.ts';
import { refuseTestRequest } from './refuse-test-request.ts';
import type { TestSession } from './test-session.ts';

/** The state behind the routes of a test. */
export interface TestRoutes {
  readonly sandbox: Sandbox;
  readonly session: TestSession;
  readonly feed: LiveFeed;
  readonly basePath: string;
  /** The properties that a test may change at any time. */
  readonly state: {
    readonly requests: string[];
    readonly sessionResponse: CloseSession | Promise<CloseSession> | Error | undefined;
    readonly isOffline: boolean;
    readonly delayMs: number;
  };
}

type Route = (routes: TestRoutes, request: Request) => Response | Promise<Response>;

const routesByName: Readonly<Record<string, Route>> = {
  'GET /session': async ({ session, state }) => {
    const response = (await state.sessionResponse) ?? session.read();
    return response instanceof Error ? refuseTestRequest('internal', 500) : Response.json(response);
  },
  'POST /logout': ({ session, feed }) => {
    feed.close();
    session.signOut();
    return new Response(null, { status: 204 });
  },
  'POST /disconnect': async ({ session, feed }, request) => {
    const { connection } = session;
    if (connection === undefined) return refuseTestRequest('signed_out', 401);
    const { organizationId = connection.organizationId } = await readBody(request);
    if (typeof organizationId !== 'string' || !(await session.disconnect(organizationId)))
      return refuseTestRequest('organization_not_connected', 404);
    feed.close();
    return new Response(null, { status: 204 });
  },
  'POST /switch': async ({ session, feed }, request) => {
    const { organizationId } = await readBody(request);
    if (session.connection === undefined) return refuseTestRequest('signed_out', 401);
    if (typeof organizationId !== 'string' || !session.switchTo(organizationId))
      return refuseTestRequest('organization_not_connected', 404);
    feed.close();
    return new Response(null, { status: 204 });
  },
  'POST /token': async (routes, request) => {
    const { session } = routes;
    const { refused } = await readBody(request);
    const { connection } = session;
    if (typeof refused === 'string') await connection?.refresh(refused);
    if (connection === undefined) return refuseTestRequest('signed_out', 401);
    if (connection.isLost) return refuseTestRequest('reauthorization_required', 401);
    const { accessToken: token, expiresAt, organizationId } = connection;
    const userId = userIdOf(routes);
    return Response.json({ token, expiresAt, organizationId, userId });
  },
};

/** Returns a `fetch` for the routes of a backend, and for the API for clients with a token of their own. */
export function routeTestRequests(routes: TestRoutes): typeof fetch {
  const { sandbox, state } = routes;
  return async (input, init) => {
    const request = toRequest(input, init);
    const { pathname } = new URL(request.url);
    state.requests.push(`${request.method} ${pathname}`);
    if (request.signal.aborted) throw request.signal.reason;
    // oxlint-disable-next-line closekit/type-errors -- not a wrong argument: it imitates `fetch`
    if (state.isOffline) throw new TypeError('fetch: the test backend is offline.');
    if (pathname.startsWith('/api/v1/')) return later(state.delayMs, request, () => sandbox.fetch(request));
    if (!pathname.startsWith(`${routes.basePath}/`)) return refuseTestRequest('not_found', 404);
    return handleRoute(routes, request, pathname.slice(routes.basePath.length));
  };
}

async function handleRoute(routes: TestRoutes, request: Request, path: string): Promise<Response> {
  const { session, state } = routes;
  // Without the header check: an EventSource cannot send custom headers.
  if (path === '/events') return openFeed(routes, request);
  if (request.headers.get('x-closekit') !== '1') return refuseTestRequest('cross_site', 403);
  if (path.startsWith('/api/v1/'))
    return later(state.delayMs, request, () => {
      const userId = userIdOf(routes);
      return proxyTestRequest({ sandbox: routes.sandbox, session, userId }, request, path);
    });
  const route = routesByName[`${request.method} ${path}`];
  return route === undefined ? refuseTestRequest('not_found', 404) : route(routes, request);
}

function openFeed(routes: TestRoutes, request: Request): Response {
  const state = currentSession(routes);
  if (state.status !== 'signed-in') return refuseTestRequest('signed_out', 401);
  const owner = { organizationId: state.organization.id, userId: state.user.id };
  return routes.feed.open(owner, new URL(request.url).searchParams.get('lastEventId'));
}

/** The session, unless a test replaces its response. */
function currentSession({ session, state }: TestRoutes): CloseSession {
  const { sessionResponse: replaced } = state;
  return isRecord(replaced) && 'status' in replaced ? replaced : session.read();
}

function userIdOf(routes: TestRoutes): string | undefined {
  const session = currentSession(routes);
  return 'user' in session ? session.user?.id : undefined;
}

/** Outside of browsers there is no page that a path is relative to. */
function toRequest(input: Parameters<typeof fetch>[0], init: RequestInit | undefined): Request {
  if (typeof input !== 'string') return new Request(input, init);
  return new Request(pageUrl(input), init);
}

/** Delays a response; rejects at once if the request is aborted. */
async function later(
  delayMs: number,
  { signal }: Request,
  respond: () => Promise<Response>,
): Promise<Response> {
  if (delayMs === 0) return respond();
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, delayMs);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
  return respond();
}

async function readBody(request: Request): Promise<Readonly<Record<string, unknown>>> {
  const text = await request.text();
  const body: unknown = text === '' ? {} : JSON.parse(text);
  return isRecord(body) ? body : {};
}
