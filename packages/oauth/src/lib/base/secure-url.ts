const loopbackHosts: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/** The URLs that {@link parseSecureUrl} accepts, for messages. */
export const secureUrlForm: string = `an https URL (http only on ${loopbackHosts.join(', ')})`;

/**
 * Parses a URL that secrets may be sent to: https, or http on this machine. `undefined` for everything else.
 */
export function parseSecureUrl(value: unknown): URL | undefined {
  if (typeof value !== 'string' || !URL.canParse(value)) return undefined;
  const url = new URL(value);
  const safe =
    url.protocol === 'https:' || (url.protocol === 'http:' && loopbackHosts.includes(url.hostname));
  return safe ? url : undefined;
}
