/** What {@link parseSecureUrl} accepts, for messages. */
export const secureUrlForm = 'an https URL (http only on localhost, 127.0.0.1 or [::1])';

const loopbackHosts: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Parses a URL that secrets may be sent to: https, or http on this machine. Undefined for everything else. */
export function parseSecureUrl(value: unknown): URL | undefined {
  if (typeof value !== 'string' || !URL.canParse(value)) return undefined;
  const url = new URL(value);
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && loopbackHosts.has(url.hostname));
  return safe ? url : undefined;
}
