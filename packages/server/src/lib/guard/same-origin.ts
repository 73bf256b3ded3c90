import { CloseServerError } from '../base/errors.ts';
import type { RequestView } from '../base/request-view.ts';
import type { HandlerConfig } from '../config/handler-config.ts';

/**
 * Refuses a request that a page of another origin may have caused.
 *
 * The static header alone forces a CORS preflight, which this handler never grants. `Origin` and
 * `Sec-Fetch-Site` are checked as well, for every method, whenever browsers send them. `same-site` is refused
 * too: a sibling subdomain is another party.
 *
 * @see https://www.rfc-editor.org/rfc/rfc10017
 */
export function assertSameOrigin(config: HandlerConfig, request: RequestView): void {
  if (request.headers.get('x-closekit') !== '1') {
    throw new CloseServerError('cross_site', 'The request lacks the header `x-closekit: 1`.');
  }
  assertOwnOrigin(config, request);
}

/**
 * Refuses a stream that a page of another origin may have opened. `EventSource` cannot set the static header,
 * so `Sec-Fetch-Site`, which no script can forge, replaces it.
 *
 * @see https://www.w3.org/TR/fetch-metadata/
 */
export function assertSameOriginStream(config: HandlerConfig, request: Request): void {
  if (request.headers.get('sec-fetch-site') === null) assertSameOrigin(config, request);
  else assertOwnOrigin(config, request);
}

function assertOwnOrigin(config: HandlerConfig, request: RequestView): void {
  const origin = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  if ((origin !== null && origin !== config.origin) || (site !== null && site !== 'same-origin')) {
    throw foreignOrigin(config, origin);
  }
}

/**
 * Refuses to start a login from a page of this app that the browser shows under another origin, such as another port:
 * its callback would never return to that page.
 */
export function assertOwnLogin(config: HandlerConfig, request: Request): void {
  assertNavigation(request);
  // Only then is the referrer a page that the browser received from the same origin as this route.
  if (request.headers.get('sec-fetch-site') !== 'same-origin') return;
  const referrer = request.headers.get('referer') ?? '';
  if (!URL.canParse(referrer)) return;
  const { origin } = new URL(referrer);
  if (origin !== config.origin) throw foreignOrigin(config, origin);
}

/** Names both origins: often the app listens on another port than that of `origin`. */
function foreignOrigin(config: HandlerConfig, origin: string | null): CloseServerError {
  const isOrigin = origin !== null && URL.canParse(origin) && new URL(origin).origin === origin;
  const message = isOrigin
    ? `The request comes from ${origin}, but the option \`origin\` is ${config.origin}.`
    : `The request comes from an origin other than the option \`origin\`, ${config.origin}.`;
  return new CloseServerError('cross_site', message);
}

/**
 * Refuses calls by script, in frames or as subresources to a route that a user must open in a tab.
 *
 * @see https://www.w3.org/TR/fetch-metadata/
 */
export function assertNavigation(request: Request): void {
  // `Sec-Fetch-Mode` does not help: Node's own fetch always sends `cors`.
  if ((request.headers.get('sec-fetch-dest') ?? 'document') === 'document') return;
  throw new CloseServerError(
    'navigation_required',
    'Open this URL in a browser tab. It cannot be fetched or framed.',
  );
}
