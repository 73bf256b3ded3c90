import { isApiCall, parseTarget } from './admission/target.ts';
import type { Target } from './admission/target.ts';
import { errorResponse } from './base/error-response.ts';
import { CloseServerError, methodNotAllowed, toHandlerError } from './base/errors.ts';
import { rememberConfig } from './config/handler-configs.ts';
import { parseHandlerOptions } from './config/parse-handler-options.ts';
import type { CloseHandlerOptions, HandlerConfig } from './config/handler-config.ts';
import { forRequest } from './config/for-request.ts';
import { handlerRoutes } from './config/handler-event.ts';
import type { HandlerRoute } from './config/handler-event.ts';
import { limitRate } from './guard/limit-rate.ts';
import { requestIdOf } from './guard/request-id.ts';
import { proxy } from './proxy/proxy.ts';
import { listRoutes } from './routes/routes.ts';
import type { Route, Routes } from './routes/routes.ts';
import { resumeAtIntervals } from './session/resume-disconnects.ts';
import { createSessionControl } from './session/session-control.ts';
import type { CloseSessions } from './session/session-control.ts';

/**
 * Handles one request. Never rejects.
 *
 * @param request - The request.
 * @returns The response, also for a failure.
 */
export type CloseHandler = (request: Request) => Promise<Response>;

/** The handler of {@link createCloseHandler}, which is called like any other, and the control of its sessions. */
export interface ManagedCloseHandler extends CloseHandler {
  /** Lists and ends sessions, for the app's own server code. */
  readonly sessions: CloseSessions;
}

/**
 * Creates the backend-for-frontend: one function that signs browsers in with Close, keeps their tokens on the
 * server and forwards API calls.
 *
 * Below `basePath` it serves `GET login`, `GET callback`, `GET session`, `POST switch`, `POST logout`,
 * `POST disconnect`, `api/v1/…`, `GET health` and `GET ready` (also `HEAD`). Options enable `POST token`, `POST webhook` and
 * `GET events`.
 *
 * @param options - `oauth`, `origin` and any option that differs from its default.
 * @returns The handler. Mount it wherever a standard `Request` arrives.
 * @throws TypeError that names the missing or wrong option.
 * @example
 * ```ts
 * const handler = createCloseHandler({ oauth, origin: 'https://app.example' });
 * const response = await handler(new Request('https://app.example/api/close/login'));
 * ```
 * @see https://www.rfc-editor.org/rfc/rfc10017
 */
export function createCloseHandler(options: CloseHandlerOptions): ManagedCloseHandler {
  const config = parseHandlerOptions(options);
  const routes = listRoutes(config);
  const resumeDisconnects = resumeAtIntervals(config);
  const handler: CloseHandler = async (request) => {
    resumeDisconnects();
    const requestId = requestIdOf(request.headers);
    const response = await respond(config, request, { requestId, routes });
    response.headers.set('x-request-id', requestId);
    return response;
  };
  rememberConfig(handler, config);
  return Object.assign(handler, { sessions: createSessionControl(config) });
}

/** A route and its name. */
interface FoundRoute {
  readonly name: HandlerRoute;
  readonly route: Route;
}

/** Never rejects. */
async function respond(
  config: HandlerConfig,
  request: Request,
  { requestId, routes }: { readonly requestId: string; readonly routes: Routes },
): Promise<Response> {
  let scope: HandlerConfig | undefined;
  try {
    const target = parseTarget(request.url);
    if (isApiCall(config, target)) {
      scope = forRequest(config, { requestId, route: 'api' });
      return await proxy(scope, request, target);
    }
    const { name, route } = findRoute(routes, config, target);
    scope = forRequest(config, { requestId, route: name });
    return await handle(scope, request, { target, route });
  } catch (thrown) {
    const error = toHandlerError(thrown);
    (scope ?? forRequest(config, { requestId })).report(error);
    return errorResponse(error);
  }
}

async function handle(
  config: HandlerConfig,
  request: Request,
  { target, route }: { readonly target: Target; readonly route: Route },
): Promise<Response> {
  const { pathname, search } = target;
  if (!route.methods.includes(request.method)) throw methodNotAllowed(route.methods);
  // First, because a page of another site must not use up the rate of a visitor.
  route.guard?.(config, request);
  await limitRate(config, request, pathname);
  return route.handle(config, request, new URL(pathname + search, config.origin));
}

function findRoute(routes: Routes, { basePath }: HandlerConfig, { pathname }: Target): FoundRoute {
  const path = pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) : '';
  const name = handlerRoutes.find((one) => `/${one}` === path);
  const route = name && routes[`/${name}`];
  if (name !== undefined && route !== undefined) return { name, route };
  throw new CloseServerError('not_found', 'No route matches this path.');
}
