import { callback } from './callback.ts';
import { disconnect } from './disconnect.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import type { HandlerRoute } from '../config/handler-event.ts';
import { logout } from './logout.ts';
import { createReady, health } from './ready.ts';
import {
  assertNavigation,
  assertOwnLogin,
  assertSameOrigin,
  assertSameOriginStream,
} from '../guard/same-origin.ts';
import { session } from './session.ts';
import { switchOrganization } from './switch.ts';
import { token } from './token.ts';
import { visitLogin } from './visit-login.ts';

/** One route of the handler. */
export interface Route {
  readonly methods: readonly string[];
  /** Refuses requests that are not allowed. The webhook has none, because its deliveries are signed. */
  readonly guard?: (config: HandlerConfig, request: Request) => void;
  readonly handle: (config: HandlerConfig, request: Request, url: URL) => Promise<Response>;
}

/** The handler's own routes, by path below `basePath`. */
export type Routes = Readonly<Partial<Record<`/${HandlerRoute}`, Route>>>;

/** Lists the routes that the options enable. */
export function listRoutes({ tokens, live }: HandlerConfig): Routes {
  return {
    '/login': { methods: ['GET'], guard: assertOwnLogin, handle: visitLogin },
    '/callback': { methods: ['GET'], guard: (_, request) => assertNavigation(request), handle: callback },
    '/session': { methods: ['GET'], guard: assertSameOrigin, handle: session },
    '/switch': { methods: ['POST'], guard: assertSameOrigin, handle: switchOrganization },
    '/disconnect': { methods: ['POST'], guard: assertSameOrigin, handle: disconnect },
    '/logout': { methods: ['POST'], guard: assertSameOrigin, handle: logout },
    // For platforms, which send neither a session nor our header. Some send HEAD; the host leaves the body out.
    '/health': { methods: ['GET', 'HEAD'], handle: health },
    '/ready': { methods: ['GET', 'HEAD'], handle: createReady() },
    ...(tokens && { '/token': { methods: ['POST'], guard: assertSameOrigin, handle: token } }),
    ...(live && {
      '/webhook': { methods: ['POST'], handle: live.webhook },
      '/events': {
        methods: ['GET'],
        guard: assertSameOriginStream,
        handle: live.events,
      },
    }),
  };
}
