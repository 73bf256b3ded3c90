import { callback } from './callback.ts';
import { toHandlerError } from '../base/errors.ts';
import { events } from './events.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import type { HandlerRoute } from '../config/handler-event.ts';
import { login } from './login.ts';
import { logout } from './logout.ts';
import { proxy } from '../proxy/proxy.ts';
import { createReady, health } from './ready.ts';
import { redirect } from '../base/redirect.ts';
import { parseReturnTo, withCloseError } from '../guard/return-to.ts';
import { assertNavigation, assertSameOrigin, assertSameOriginStream } from '../guard/same-origin.ts';
import { session } from './session.ts';
import { switchOrganization } from './switch.ts';
import { token } from './token.ts';
import { webhook } from './webhook.ts';

/** One route of the handler. */
export interface Route {
  readonly name: HandlerRoute;
  readonly methods: readonly string[];
  /** Refuses requests that are not allowed. The webhook has none, because its deliveries are signed. */
  readonly guard?: (config: HandlerConfig, request: Request) => void;
  readonly handle: (config: HandlerConfig, request: Request, url: URL) => Promise<Response>;
}

/** The API calls, which are forwarded to Close. */
export const apiRoute: Route = {
  name: 'api',
  methods: ['GET', 'POST', 'PUT', 'DELETE'],
  guard: assertSameOrigin,
  handle: proxy,
};

/** The handler's own routes, by path below `basePath`. */
export function listRoutes(config: HandlerConfig): Readonly<Record<string, Route>> {
  const routes = [...browserRoutes(config), ...liveRoutes(config), ...operatorRoutes()];
  return Object.fromEntries(routes.map((route) => [`/${route.name}`, route]));
}

function browserRoutes({ tokens }: HandlerConfig): readonly Route[] {
  const guard = assertSameOrigin;
  return [
    { name: 'login', methods: ['GET'], guard: assertTab, handle: visitLogin },
    { name: 'callback', methods: ['GET'], guard: assertTab, handle: callback },
    { name: 'session', methods: ['GET'], guard, handle: session },
    { name: 'switch', methods: ['POST'], guard, handle: switchOrganization },
    { name: 'logout', methods: ['POST'], guard, handle: logout },
    ...(tokens ? [{ name: 'token', methods: ['POST'], guard, handle: token } as const] : []),
  ];
}

function liveRoutes({ live }: HandlerConfig): readonly Route[] {
  if (live === undefined) return [];
  return [
    {
      name: 'webhook',
      methods: ['POST'],
      handle: (config, request) => webhook(config, request, live),
    },
    {
      name: 'events',
      methods: ['GET'],
      guard: assertSameOriginStream,
      handle: (config, request) => events(config, request, live),
    },
  ];
}

/** For platforms, which send neither a session nor our header. */
function operatorRoutes(): readonly Route[] {
  return [
    { name: 'health', methods: ['GET'], handle: health },
    { name: 'ready', methods: ['GET'], handle: createReady() },
  ];
}

function assertTab(_: HandlerConfig, request: Request): void {
  assertNavigation(request);
}

/** The user sees this tab: an error redirects into the app instead of showing JSON. */
async function visitLogin(config: HandlerConfig, request: Request, url: URL): Promise<Response> {
  try {
    return await login(config, request, url);
  } catch (thrown) {
    const error = toHandlerError(thrown);
    config.report(error);
    const returnTo = parseReturnTo(config, url.searchParams.get('returnTo'));
    return redirect(withCloseError(config, returnTo, error.code), []);
  }
}
