import { CloseServerError } from '../base/errors.ts';
import type { HandlerConfig } from '../config/handler-config.ts';

/**
 * Refuses a request that a page of another origin may have caused.
 *
 * The static header alone forces a CORS preflight, which this handler never grants; what browsers say about the
 * origin is checked besides, for every method, whenever they say it. `same-site` is refused too: a sibling subdomain
 * is another party.
 *
 * @see https://www.rfc-editor.org/rfc/rfc10017
 */
export function assertSameOrigin(config: HandlerConfig, request: Request): void {
  if (request.headers.get('x-closekit') !== '1') {
    throw new CloseServerError('cross_site', 'The request lacks the header `x-closekit: 1`.');
  }
  assertOwnOrigin(config, request);
}

/**
 * Refuses a stream that a page of another origin may have opened. `EventSource` cannot set a header; what browsers say
 * about the origin takes its place, which no script can make up.
 *
 * @see https://www.w3.org/TR/fetch-metadata/
 */
export function assertSameOriginStream(config: HandlerConfig, request: Request): void {
  if (request.headers.get('sec-fetch-site') === null) assertSameOrigin(config, request);
  else assertOwnOrigin(config, request);
}

function assertOwnOrigin(config: HandlerConfig, request: Request): void {
  const origin = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  if ((origin !== null && origin !== config.origin) || (site !== null && site !== 'same-origin')) {
    throw new CloseServerError(
      'cross_site',
      'The request comes from another origin than the option `origin` names.',
    );
  }
}

/**
 * Refuses calls by script, in frames or as subresources to routes that are visited.
 *
 * @see https://www.w3.org/TR/fetch-metadata/
 */
export function assertNavigation(request: Request): void {
  // Not the mode: Node's own fetch says `cors` for itself, whoever calls it.
  if ((request.headers.get('sec-fetch-dest') ?? 'document') === 'document') return;
  throw new CloseServerError('navigation_required', 'This address is visited in a browser tab, not fetched.');
}
