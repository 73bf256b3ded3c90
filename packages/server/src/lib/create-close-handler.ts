import { errorResponse } from './base/error-response.ts';
import { CloseServerError, toHandlerError } from './base/errors.ts';
import { parseHandlerOptions } from './config/parse-handler-options.ts';
import type { CloseHandlerOptions, HandlerConfig } from './config/handler-config.ts';
import { apiRoute, listRoutes } from './routes/routes.ts';
import type { Route } from './routes/routes.ts';
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
 * Below `basePath` it serves `GET login`, `GET callback`, `GET session`, `POST switch`, `POST logout` and
 * `api/v1/…`. Options enable `POST token`, `POST webhook` and `GET events`.
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
  const handler: CloseHandler = async (request) => {
    try {
      const url = parseRequestUrl(request);
      return await handle(config, request, { url, route: findRoute(routes, config, url) });
    } catch (thrown) {
      const error = toHandlerError(thrown);
      config.report(error);
      return errorResponse(error);
    }
  };
  return Object.assign(handler, { sessions: createSessionControl(config) });
}

async function handle(
  config: HandlerConfig,
  request: Request,
  { url, route }: { readonly url: URL; readonly route: Route | undefined },
): Promise<Response> {
  if (route === undefined) throw new CloseServerError('not_found', 'No route matches this path.');
  if (!route.methods.includes(request.method)) return refuseMethod(config, route);
  route.guard?.(config, request);
  return route.handle(config, request, url);
}

function findRoute(
  routes: Readonly<Record<string, Route>>,
  { basePath }: HandlerConfig,
  { pathname }: URL,
): Route | undefined {
  if (!pathname.startsWith(`${basePath}/`)) return undefined;
  const path = pathname.slice(basePath.length);
  if (path.startsWith('/api/')) return apiRoute;
  return Object.hasOwn(routes, path) ? routes[path] : undefined;
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
