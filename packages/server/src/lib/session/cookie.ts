import { cookieName, parseCookies, serializeCookie } from './cookies.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import type { RequestView } from '../base/request-view.ts';
import { isOpaqueId } from '../base/opaque-id.ts';

/** The session id that the browser sent, if it has the form of our ids. */
export function readSessionCookie(config: HandlerConfig, request: RequestView): string | undefined {
  const name = cookieName('closekit', config.secure);
  const cookies = parseCookies(request.headers.get('cookie'));
  return cookies.find(([key, value]) => key === name && isOpaqueId(value))?.[1];
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
