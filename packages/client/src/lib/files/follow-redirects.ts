import type { Call } from '../transport/call.ts';
import { isLoopback, isSafe } from './file-url.ts';
import type { OpenStream } from './open-stream.ts';

/** Redirects that a download follows. */
const mostRedirects = 5;

const redirects = new Set([301, 302, 303, 307, 308]);

/**
 * Follows the redirects of a response, each with a request of its own and without a credential.
 *
 * @param first - The first response.
 * @param from - Its URL.
 * @param open - Requests the target of a redirect.
 * @throws CloseApiError `server_error` after too many redirects, or when one leads to an unsafe address.
 */
export async function followRedirects(
  first: OpenStream,
  from: URL,
  open: (target: URL) => Promise<OpenStream>,
): Promise<OpenStream> {
  let opened = first;
  let url = from;
  for (let count = 1; redirects.has(opened.response.status); count += 1) {
    const { call, response } = opened;
    if (count > mostRedirects) throw refuse(call, response, `More than ${mostRedirects} redirects.`);
    const target = parseTarget(response, url);
    if (!target) throw refuse(call, response, 'The redirect has no target.');
    if (!isSafe(target, isLoopback(url)))
      throw refuse(call, response, 'The redirect leads to an unsafe URL.');
    url = target;
    opened = await open(target);
  }
  return opened;
}

function refuse(call: Call, response: Response, fact: string): Error {
  return call.error('server_error', `${fact} Check the URL.`, { status: response.status, response });
}

function parseTarget({ headers }: Response, from: URL): URL | undefined {
  const location = headers.get('location') ?? '';
  return location !== '' && URL.canParse(location, from) ? new URL(location, from) : undefined;
}
