const requestHeaders = ['accept', 'content-type', 'x-tz-offset'];

const responseHeaders = [
  'content-type',
  'content-disposition',
  'content-language',
  'retry-after',
  'ratelimit',
  'ratelimit-limit',
  'ratelimit-policy',
  'ratelimit-remaining',
  'ratelimit-reset',
  'x-rate-limit-limit',
  'x-rate-limit-remaining',
  'x-rate-limit-reset',
];

/**
 * The headers of the browser's request that are forwarded to Close: a short list, without cookies,
 * credentials and hop-by-hop headers.
 *
 * The method override is forwarded for its one documented use, a GET whose query is too long for a URL.
 */
export function toUpstreamHeaders(request: Request): Headers {
  const headers = pick(request.headers, requestHeaders);
  const isLongGet = request.method === 'POST' && request.headers.get('x-http-method-override') === 'GET';
  if (isLongGet) headers.set('x-http-method-override', 'GET');
  return headers;
}

/**
 * The headers of Close's response that are forwarded to the browser. Length and encoding are left out because
 * fetch has decoded the body.
 *
 * The response is data: it must not be cached, sniffed or run as a page of the app's origin.
 */
export function toBrowserHeaders(upstream: Headers): Headers {
  const headers = pick(upstream, responseHeaders);
  headers.set('cache-control', 'no-store');
  headers.set('content-security-policy', "default-src 'none'; sandbox");
  headers.set('x-content-type-options', 'nosniff');
  return headers;
}

function pick(from: Headers, names: readonly string[]): Headers {
  const headers = new Headers();
  for (const name of names) {
    const value = from.get(name);
    if (value !== null) headers.set(name, value);
  }
  return headers;
}
