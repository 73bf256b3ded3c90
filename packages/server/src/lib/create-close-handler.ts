import { errorResponse } from './base/error-response.ts';
import { CloseServerError, toHandlerError } from './base/errors.ts';
import { parseHandlerOptions } from './config/parse-handler-options.ts';
import type { CloseHandlerOptions, HandlerConfig } from './config/handler-config.ts';
import { forRequest } from './config/for-request.ts';
import { handlerRoutes } from './config/handler-event.ts';
import type { HandlerRoute } from './config/handler-event.ts';
import { limitRate } from './guard/limit-rate.ts';
import { requestIdOf } from './guard/request-id.ts';
import { apiRoute, listRoutes } from './routes/routes.ts';
import type { Route, Routes } from './routes/routes.ts';

/**
 * Handles one request. Never rejects.
 *
 * @param request - The request.
 * @returns The response, also for a failure.
 */
export type CloseHandler = (request: Request) => Promise<Response>;

/**
 * Creates the backend-for-frontend: one function that signs browsers in with Close, keeps their tokens on the
 * server and forwards API calls.
 *
 * Below `basePath` it serves `GET login`, `GET callback`, `GET session`, `POST switch`, `POST logout`,
 * `POST disconnect`, `api/v1/…`, `GET health` and `GET ready`. Options enable `POST token`, `POST webhook` and
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
export function createCloseHandler(options: CloseHandlerOptions): CloseHandler {
  const config = parseHandlerOptions(options);
  const routes = listRoutes(config);
  return async (request) => {
    const requestId = requestIdOf(request.headers);
    const response = await respond(config, request, { requestId, routes });
    response.headers.set('x-request-id', requestId);
    return response;
  };
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
    const url = parseRequestUrl(request);
    const { name, route } = findRoute(routes, config, url);
    scope = forRequest(config, { requestId, route: name });
    return await handle(scope, request, { url, route });
  } catch (thrown) {
    const error = toHandlerError(thrown);
    (scope ?? forRequest(config, { requestId })).report(error);
    return errorResponse(error);
  }
}

async function handle(
  config: HandlerConfig,
  request: Request,
  { url, route }: { readonly url: URL; readonly route: Route },
): Promise<Response> {
  if (!route.methods.includes(request.method)) return refuseMethod(config, route);
  // First, because a page of another site must not use up the rate of a visitor.
  route.guard?.(config, request);
  await limitRate(config, request, url.pathname);
  return route.handle(config, request, url);
}

function findRoute(routes: Routes, { basePath }: HandlerConfig, { pathname }: URL): FoundRoute {
  const path = pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) : '';
  if (path.startsWith('/api/')) return { name: 'api', route: apiRoute };
  const name = handlerRoutes.find((one) => `/${one}` === path);
  const route = name && routes[`/${name}`];
  if (name !== undefined && route !== undefined) return { name, route };
  throw new CloseServerError('not_found', 'No route matches this path.');
}

function refuseMethod(config: HandlerConfig, { methods }: Route): Response {
  const error = new CloseServerError('method_not_allowed', `This route accepts ${methods.join(', ')}.`);
  config.report(error);
  return errorResponse(error, { allow: methods.join(', ') });
}

/** Parsing resolves dot segments and backslashes before any check of the path. */
function parseRequestUrl(request: Request): URL {
  if (URL.canParse(request.url)) return new URL(request.url);
  throw new CloseServerError('not_found', 'The URL of the request is invalid.');
}
