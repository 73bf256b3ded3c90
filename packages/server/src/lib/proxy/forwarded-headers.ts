import type { RequestView } from '../base/request-view.ts';

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
export function toUpstreamHeaders({ method, headers }: RequestView): Record<string, string> {
  const forwarded = pick((name) => headers.get(name), requestHeaders);
  const isLongGet = method === 'POST' && headers.get('x-http-method-override') === 'GET';
  if (isLongGet) forwarded['x-http-method-override'] = 'GET';
  return forwarded;
}

/**
 * The headers of Close's response that are forwarded to the browser. Length and encoding are left out because
 * fetch has decoded the body.
 *
 * The response is data: it must not be cached, sniffed or run as a page of the app's origin.
 */
export function toBrowserHeaders(upstream: ReadHeader): Record<string, string> {
  const headers = pick(upstream, responseHeaders);
  headers['cache-control'] = 'no-store';
  headers['content-security-policy'] = "default-src 'none'; sandbox";
  headers['x-content-type-options'] = 'nosniff';
  return headers;
}

/** Reads a header by its lower-case name, repeated ones joined by commas. */
export type ReadHeader = (name: string) => string | null | undefined;

function pick(read: ReadHeader, names: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of names) {
    const value = read(name);
    if (value !== null && value !== undefined) headers[name] = value;
  }
  return headers;
}
