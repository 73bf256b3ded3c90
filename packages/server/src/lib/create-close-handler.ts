import { isApiCall, parseTarget } from './admission/target.ts';
import type { Target } from './admission/target.ts';
import { errorResponse } from './base/error-response.ts';
import { CloseServerError, methodNotAllowed, toHandlerError } from './base/errors.ts';
import { rememberConfig } from './config/handler-configs.ts';
import { parseHandlerOptions } from './config/parse-handler-options.ts';
import type { CloseHandlerOptions, HandlerConfig } from './config/handler-config.ts';
import { proxy } from './proxy/proxy.ts';
import { listRoutes } from './routes/routes.ts';
import type { Route } from './routes/routes.ts';

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
export function createCloseHandler(options: CloseHandlerOptions): CloseHandler {
  const config = parseHandlerOptions(options);
  const routes = listRoutes(config);
  const handler: CloseHandler = async (request) => {
    try {
      return await handle(config, routes, request);
    } catch (thrown) {
      const error = toHandlerError(thrown);
      config.report(error);
      return errorResponse(error);
    }
  };
  rememberConfig(handler, config);
  return handler;
}

async function handle(config: HandlerConfig, routes: Routes, request: Request): Promise<Response> {
  const target = parseTarget(request.url);
  if (isApiCall(config, target)) return proxy(config, request, target);
  const route = findRoute(routes, config, target);
  if (route === undefined) throw new CloseServerError('not_found', 'No route matches this path.');
  if (!route.methods.includes(request.method)) throw methodNotAllowed(route.methods);
  route.guard?.(config, request);
  return route.handle(config, request, new URL(target.pathname + target.search, config.origin));
}

type Routes = Readonly<Record<string, Route>>;

function findRoute(routes: Routes, { basePath }: HandlerConfig, { pathname }: Target): Route | undefined {
  if (!pathname.startsWith(`${basePath}/`)) return undefined;
  const path = pathname.slice(basePath.length);
  return Object.hasOwn(routes, path) ? routes[path] : undefined;
}
