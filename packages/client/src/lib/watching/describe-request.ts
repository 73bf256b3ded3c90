import type { Attributes } from '@opentelemetry/api';
import type { Call } from '../transport/call.ts';

/** The name of a span and its attributes at the start. */
export interface RequestDescription {
  readonly name: string;
  readonly attributes: Attributes;
}

const knownMethods = /^(CONNECT|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT|TRACE)$/;

/** Names of parameters that contain credentials: of signed URLs, and of backends. */
const secretNames = /signature|credential|token|secret|password|api_?key|accesskey|^sig$|^code$/i;

/**
 * Describes the next request of a call by the conventions for spans of HTTP clients.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-spans/
 */
export function describeRequest(call: Call, url: URL, includeQuery: boolean): RequestDescription {
  const { method, group } = call.request;
  const isKnown = knownMethods.test(method);
  const template = group.slice(group.indexOf(' ') + 1);
  const attributes: Attributes = {
    'http.request.method': isKnown ? method : '_OTHER',
    'server.address': url.hostname.replace(/^\[(.*)\]$/, '$1'),
    'server.port': Number(url.port) || (url.protocol === 'http:' ? 80 : 443),
    'url.full': url.origin + url.pathname + (includeQuery ? withoutSecrets(url.searchParams) : ''),
  };
  if (template.startsWith('/')) attributes['url.template'] = template;
  if (!isKnown) attributes['http.request.method_original'] = method;
  if (call.attempts > 0) attributes['http.request.resend_count'] = call.attempts;
  return { name: `${isKnown ? method : 'HTTP'} ${template}`, attributes };
}

function withoutSecrets(given: URLSearchParams): string {
  const params = new URLSearchParams(given);
  for (const name of given.keys()) if (secretNames.test(name)) params.set(name, 'REDACTED');
  const query = params.toString();
  return query && `?${query}`;
}
