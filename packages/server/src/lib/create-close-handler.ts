import { errorResponse } from './base/error-response.ts';
import { CloseServerError, toHandlerError } from './base/errors.ts';
import { parseHandlerOptions } from './config/parse-handler-options.ts';
import type { CloseHandlerOptions, HandlerConfig } from './config/handler-config.ts';
import { apiRoute, listRoutes } from './routes/routes.ts';
import type { Route } from './routes/routes.ts';

/** Answers one request. Never rejects. */
export type CloseHandler = (request: Request) => Promise<Response>;

/**
 * Builds the backend-for-frontend: one function that signs browsers in with Close, keeps their tokens on the server
 * and passes API calls on.
 *
 * Below `basePath` it answers `GET login`, `GET callback`, `GET session`, `POST switch`, `POST logout` and `api/v1/…`;
 * where they are switched on, `POST token`, `POST webhook` and `GET events`.
 *
 * @param options - `oauth` and `origin`, and what differs from the defaults.
 * @returns A function to mount wherever a standard `Request` arrives.
 * @throws TypeError that names the option when one is missing or wrong.
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
    try {
      const url = parseRequestUrl(request);
      return await answer(config, request, { url, route: findRoute(routes, config, url) });
    } catch (thrown) {
      const error = toHandlerError(thrown);
      config.report(error);
      return errorResponse(error);
    }
  };
}

async function answer(
  config: HandlerConfig,
  request: Request,
  { url, route }: { readonly url: URL; readonly route: Route | undefined },
): Promise<Response> {
  if (route === undefined) throw new CloseServerError('not_found', 'There is nothing at this address.');
  if (!route.methods.includes(request.method)) return refuseMethod(config, route);
  route.guard?.(config, request);
  return route.answer(config, request, url);
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
  const error = new CloseServerError('method_not_allowed', `This address takes ${methods.join(', ')}.`);
  config.report(error);
  return errorResponse(error, { allow: methods.join(', ') });
}

/** Parsing resolves dot segments and backslashes before anything looks at the path. */
function parseRequestUrl(request: Request): URL {
  if (URL.canParse(request.url)) return new URL(request.url);
  throw new CloseServerError('not_found', 'The address of the request cannot be read.');
}
