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
    throw new CloseServerError(
      'cross_site',
      'The request comes from an origin other than the option `origin`.',
    );
  }
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
