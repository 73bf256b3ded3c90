import { callback } from './callback.ts';
import { toHandlerError } from '../base/errors.ts';
import { events } from './events.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import { login } from './login.ts';
import { logout } from './logout.ts';
import { redirect } from '../base/redirect.ts';
import { parseReturnTo, withCloseError } from '../guard/return-to.ts';
import { assertNavigation, assertSameOrigin, assertSameOriginStream } from '../guard/same-origin.ts';
import { session } from './session.ts';
import { switchOrganization } from './switch.ts';
import { token } from './token.ts';
import { webhook } from './webhook.ts';

/** One route of the handler. */
export interface Route {
  readonly methods: readonly string[];
  /** Refuses requests that are not allowed. The webhook has none: its deliveries are signed. */
  readonly guard?: (config: HandlerConfig, request: Request) => void;
  readonly handle: (config: HandlerConfig, request: Request, url: URL) => Promise<Response>;
}

/** The handler's own routes, by path below `basePath`. */
export function listRoutes({ tokens, live }: HandlerConfig): Readonly<Record<string, Route>> {
  return {
    '/login': { methods: ['GET'], guard: (_, request) => assertNavigation(request), handle: visitLogin },
    '/callback': { methods: ['GET'], guard: (_, request) => assertNavigation(request), handle: callback },
    '/session': { methods: ['GET'], guard: assertSameOrigin, handle: session },
    '/switch': { methods: ['POST'], guard: assertSameOrigin, handle: switchOrganization },
    '/logout': { methods: ['POST'], guard: assertSameOrigin, handle: logout },
    ...(tokens && { '/token': { methods: ['POST'], guard: assertSameOrigin, handle: token } }),
    ...(live && {
      '/webhook': { methods: ['POST'], handle: (config, request) => webhook(config, request, live) },
      '/events': {
        methods: ['GET'],
        guard: assertSameOriginStream,
        handle: (config, request) => events(config, request, live),
      },
    }),
  };
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
