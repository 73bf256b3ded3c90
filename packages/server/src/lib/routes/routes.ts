import { callback } from './callback.ts';
import { toHandlerError } from '../base/errors.ts';
import { events } from './events.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import { login } from './login.ts';
import { logout } from './logout.ts';
import { proxy } from '../proxy/proxy.ts';
import { redirect } from '../base/redirect.ts';
import { parseReturnTo, withCloseError } from '../guard/return-to.ts';
import { assertNavigation, assertSameOrigin, assertSameOriginStream } from '../guard/same-origin.ts';
import { session } from './session.ts';
import { switchOrganization } from './switch.ts';
import { token } from './token.ts';
import { webhook } from './webhook.ts';

/** What is at one address. */
export interface Route {
  readonly methods: readonly string[];
  /** Refuses those who must not come here. The webhook has none: what Close sends, it signs. */
  readonly guard?: (config: HandlerConfig, request: Request) => void;
  readonly answer: (config: HandlerConfig, request: Request, url: URL) => Promise<Response>;
}

/** The calls that are passed on to Close. */
export const apiRoute: Route = {
  methods: ['GET', 'POST', 'PUT', 'DELETE'],
  guard: assertSameOrigin,
  answer: proxy,
};

/** The addresses of the handler itself, by their path below `basePath`. */
export function listRoutes({ tokens, live }: HandlerConfig): Readonly<Record<string, Route>> {
  return {
    '/login': { methods: ['GET'], guard: (_, request) => assertNavigation(request), answer: visitLogin },
    '/callback': { methods: ['GET'], guard: (_, request) => assertNavigation(request), answer: callback },
    '/session': { methods: ['GET'], guard: assertSameOrigin, answer: session },
    '/switch': { methods: ['POST'], guard: assertSameOrigin, answer: switchOrganization },
    '/logout': { methods: ['POST'], guard: assertSameOrigin, answer: logout },
    ...(tokens && { '/token': { methods: ['POST'], guard: assertSameOrigin, answer: token } }),
    ...(live && {
      '/webhook': { methods: ['POST'], answer: (config, request) => webhook(config, request, live) },
      '/events': {
        methods: ['GET'],
        guard: assertSameOriginStream,
        answer: (config, request) => events(config, request, live),
      },
    }),
  };
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
