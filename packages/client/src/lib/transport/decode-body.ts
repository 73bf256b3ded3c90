import { parseJson } from '../base/parse-json.ts';
import type { Call } from './call.ts';

/**
 * Parses the body of an ok response. A write may have an empty one, or an object without members: both are
 * `undefined`.
 *
 * @throws CloseApiError `decode` when the body is not JSON, or a read has none.
 */
export function decodeBody(text: string, response: Response, call: Call): unknown {
  // Deletes respond with 204, with an empty 200 or with `{}`; a GET and a page never have an empty response.
  if (call.request.mayBeEmpty && ['', '{}'].includes(text.trim())) return undefined;
  const data = text ? parseJson(text) : undefined;
  if (data !== undefined) return data;
  const { status } = response;
  throw call.error('decode', describe(text, response), { status, response, text });
}

function describe(text: string, response: Response): string {
  if (!text) return 'The response has no body. Check `baseUrl`.';
  if (response.headers.get('content-type')?.includes('html')) return 'The response is HTML. Check `baseUrl`.';
  return 'The response is not complete JSON. Try again.';
}
