import { CloseServerError } from '../base/errors.ts';
import type { HandlerConfig } from '../config/handler-config.ts';

/** The path and query of a request, in the normal form of the URL parser. */
export interface Target {
  readonly pathname: string;
  /** Empty, or `?` and at least one character. */
  readonly search: string;
}

// URLs that are their own normal form: no character that the parser escapes or removes, and no segment that
// starts with a dot or contains an escaped one. Two thirds of the parser's time are saved for them.
const normalUrl =
  // oxlint-disable-next-line no-control-regex -- characters that the parser escapes or removes
  /^https?:\/\/[^/?#\\\s]+((?:\/(?!\.)(?:[\w~!$&'()*+,;:@=.-]|%(?!2[eE])[\da-fA-F]{2})*)+)(?:\?([^\0-\x20"#<>'\x7f-\uffff]*))?$/;

/**
 * Parses a URL. Parsing resolves dot segments and backslashes before any check of the path. The host does not
 * matter: links and checks use the option `origin`.
 *
 * @throws CloseServerError `not_found` when the URL is invalid.
 */
export function parseTarget(url: string): Target {
  return parseNormalUrl(url) ?? parseAnyUrl(url);
}

/** The target of a URL that is its own normal form, else `undefined`. */
export function parseNormalUrl(url: string): Target | undefined {
  const [, pathname, query] = normalUrl.exec(url) ?? [];
  if (pathname === undefined) return undefined;
  return { pathname, search: query === undefined || query === '' ? '' : `?${query}` };
}

/** Whether a request is an API call. */
export function isApiCall({ basePath }: HandlerConfig, { pathname }: Target): boolean {
  return pathname.startsWith('/api/', basePath.length) && pathname.startsWith(basePath);
}

function parseAnyUrl(url: string): Target {
  if (!URL.canParse(url)) throw new CloseServerError('not_found', 'The URL of the request is invalid.');
  const { pathname, search } = new URL(url);
  return { pathname, search };
}
