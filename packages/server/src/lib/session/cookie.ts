import { cookieName, serializeCookie } from './cookies.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import type { RequestView } from '../base/request-view.ts';
import { isOpaqueId } from '../base/opaque-id.ts';
import { readCookie } from './read-cookie.ts';

/** The session id that the browser sent, if it has the form of our ids. */
export function readSessionCookie(config: HandlerConfig, request: RequestView): string | undefined {
  const id = readCookie(request.headers.get('cookie'), cookieName('closekit', config.secure));
  return id !== undefined && isOpaqueId(id) ? id : undefined;
}

/** The `Set-Cookie` value that signs a browser in. */
export function sessionCookie(config: HandlerConfig, id: string): string {
  return serializeCookie(cookieName('closekit', config.secure), id, {
    sameSite: 'Strict',
    maxAgeSeconds: Math.ceil(config.sessionLifetimeMs / 1000),
    secure: config.secure,
  });
}

/** The `Set-Cookie` value that signs a browser out. */
export function clearSessionCookie(config: HandlerConfig): string {
  return serializeCookie(cookieName('closekit', config.secure), '', {
    sameSite: 'Strict',
    maxAgeSeconds: 0,
    secure: config.secure,
  });
}
