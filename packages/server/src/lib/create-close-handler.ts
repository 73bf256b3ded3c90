import { callback } from './callback.ts';
import { errorResponse } from './error-response.ts';
import { CloseServerError, toHandlerError } from './errors.ts';
import { parseHandlerConfig, type CloseHandlerOptions, type HandlerConfig } from './handler-config.ts';
import { login } from './login.ts';
import { logout } from './logout.ts';
import { proxy } from './proxy.ts';
import { redirect } from './redirect.ts';
import { parseReturnTo, withCloseError } from './return-to.ts';
import { assertNavigation, assertSameOrigin } from './same-origin.ts';
import { session } from './session.ts';
import { switchOrganization } from './switch.ts';
import { token } from './token.ts';

/** Answers one request. Never rejects. */
export type CloseHandler = (request: Request) => Promise<Response>;

/**
 * Builds the backend-for-frontend: one function that signs browsers in with Close, keeps their tokens on the server
 * and passes API calls on.
 *
 * Below `basePath` it answers `GET login`, `GET callback`, `GET session`, `POST switch`, `POST logout` and `api/v1/…`.
 *
 * @param options - `oauth` and `origin`, and what differs from the defaults.
 * @returns A function to mount wherever a standard `Request` arrives.
 * @throws `TypeError` that names the option when one is missing or wrong.
 * @example
 * ```ts
 * const handler = createCloseHandler({ oauth, origin: 'https://app.example' });
 * const response = await handler(new Request('https://app.example/api/close/login'));
 * ```
 * @see https://www.rfc-editor.org/rfc/rfc10017
 */
export function createCloseHandler(options: CloseHandlerOptions): CloseHandler {
  const config = parseHandlerConfig(options);
  return async (request) => {
    try {
      return await route(config, request, parseRequestUrl(request));
    } catch (thrown) {
      const error = toHandlerError(thrown);
      config.report(error);
      return errorResponse(error);
    }
  };
}

interface Route {
  readonly methods: readonly string[];
  readonly visit: boolean;
  /** Routes that an option switches on; the others are always there. */
  readonly isOn?: (config: HandlerConfig) => boolean;
  readonly answer: (config: HandlerConfig, request: Request, url: URL) => Promise<Response>;
}

const routes: Readonly<Record<string, Route>> = {
  '/login': { methods: ['GET'], visit: true, answer: visitLogin },
  '/callback': { methods: ['GET'], visit: true, answer: callback },
  '/session': { methods: ['GET'], visit: false, answer: session },
  '/switch': { methods: ['POST'], visit: false, answer: switchOrganization },
  '/token': { methods: ['POST'], visit: false, isOn: ({ tokens }) => tokens, answer: token },
  '/logout': { methods: ['POST'], visit: false, answer: logout },
};

const apiRoute: Route = { methods: ['GET', 'POST', 'PUT', 'DELETE'], visit: false, answer: proxy };

async function route(config: HandlerConfig, request: Request, url: URL): Promise<Response> {
  const found = findRoute(config, url.pathname);
  if (found === undefined) throw new CloseServerError('not_found', 'There is nothing at this address.');
  if (!found.methods.includes(request.method)) return refuseMethod(config, found);
  if (found.visit) assertNavigation(request);
  else assertSameOrigin(config, request);
  return found.answer(config, request, url);
}

function findRoute(config: HandlerConfig, pathname: string): Route | undefined {
  if (!pathname.startsWith(`${config.basePath}/`)) return undefined;
  const path = pathname.slice(config.basePath.length);
  if (path.startsWith('/api/')) return apiRoute;
  const found = Object.hasOwn(routes, path) ? routes[path] : undefined;
  return found?.isOn?.(config) === false ? undefined : found;
}

function refuseMethod(config: HandlerConfig, { methods }: Route): Response {
  const error = new CloseServerError('method_not_allowed', `This address takes ${methods.join(', ')}.`);
  config.report(error);
  return errorResponse(error, { allow: methods.join(', ') });
}

/** A person is looking at this tab: a failure goes back into the app, not onto a page of JSON. */
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

/** Parsing resolves dot segments and backslashes before anything looks at the path. */
function parseRequestUrl(request: Request): URL {
  if (URL.canParse(request.url)) return new URL(request.url);
  throw new CloseServerError('not_found', 'The address of the request cannot be read.');
}
