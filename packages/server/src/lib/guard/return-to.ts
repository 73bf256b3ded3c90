import type { HandlerConfig } from '../config/handler-config.ts';
import { hasTextEscapes } from './has-text-escapes.ts';

const maxLength = 2048;
// A router behind the handler may decode the path again, so encoded slashes, backslashes and control
// characters are refused.
const encodedTrick = /%(?:2f|5c|[01][\da-f]|7f)/i;
const unsafeCharacter = /[\p{Cc}\\]/u;

/**
 * The path, query and fragment of a URL inside this app; `/` for any other value.
 *
 * Accepts a path that starts with one slash, or a full URL on the app's own origin. The handler's own routes
 * are refused: returning to `login` would loop. An old `close_error` is removed.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-4.11
 */
export function parseReturnTo(config: HandlerConfig, value: string | null | undefined): string {
  if (value === null || value === undefined || unsafeCharacter.test(value)) return '/';
  if (!/^\/(?!\/)/.test(value) && !value.startsWith(`${config.origin}/`)) return '/';
  const url = URL.canParse(value, config.origin) ? new URL(value, config.origin) : undefined;
  if (url === undefined || url.origin !== config.origin) return '/';
  // Dot segments can leave a path that reads as another host: `/.//evil.example`.
  if (url.pathname.startsWith('//') || encodedTrick.test(url.pathname)) return '/';
  if (!hasTextEscapes(url.pathname)) return '/';
  if (`${decodeURIComponent(url.pathname)}/`.startsWith(`${config.basePath}/`)) return '/';
  if (url.searchParams.has('close_error')) url.searchParams.delete('close_error');
  const path = url.pathname + url.search + url.hash;
  // Measured in its encoded form, as in the cookie: browsers silently drop cookies over 4 kB.
  return path.length > maxLength ? '/' : path;
}

/** The URL of a `returnTo` with an error code in its query. */
export function withCloseError(config: HandlerConfig, returnTo: string, code: string): string {
  const url = new URL(config.origin + returnTo);
  url.searchParams.set('close_error', code);
  return url.href;
}
