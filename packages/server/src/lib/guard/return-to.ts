import type { HandlerConfig } from '../config/handler-config.ts';

const maxLength = 2048;
// A router behind us may decode once more: an encoded slash, backslash or control character is no part of an honest path.
const encodedTrick = /%(?:2f|5c|[01][\da-f]|7f)/i;
const unsafeCharacter = /[\p{Cc}\\]/u;

/**
 * Keeps the path, query and fragment of an address inside this app; anything else becomes `/`.
 *
 * Accepts a path that starts with one slash, or a whole address on the app's own origin. Addresses below the handler
 * itself are refused: coming back to `login` would start over for ever. An old `close_error` is dropped.
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
  if (`${url.pathname}/`.startsWith(`${config.basePath}/`)) return '/';
  if (url.searchParams.has('close_error')) url.searchParams.delete('close_error');
  const path = url.pathname + url.search + url.hash;
  // Measured once encoded, as it is in the cookie: browsers drop cookies beyond 4 kB without a word.
  return path.length > maxLength ? '/' : path;
}

/** The same address with the failure's code in its query. */
export function withCloseError(config: HandlerConfig, returnTo: string, code: string): string {
  const url = new URL(config.origin + returnTo);
  url.searchParams.set('close_error', code);
  return url.href;
}
