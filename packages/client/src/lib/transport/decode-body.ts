import { parseJson } from '../base/parse-json.ts';
import type { Call } from './call.ts';

/**
 * Parses the body of an ok response. A write may have an empty one, which is `undefined`.
 *
 * @throws CloseApiError `decode` when the body is not JSON, or a read has none.
 */
export function decodeBody(text: string, response: Response, call: Call): unknown {
  const data = text ? parseJson(text) : undefined;
  // Some deletes respond with 204 and some with an empty 200; a GET and a page never have an empty response.
  if (data !== undefined || (!text && call.request.mayBeEmpty)) return data;
  const { status } = response;
  throw call.error('decode', describe(text, response), { status, response, text });
}

function describe(text: string, response: Response): string {
  if (!text) return 'The response has no body. Check `baseUrl`.';
  if (response.headers.get('content-type')?.includes('html')) return 'The response is HTML. Check `baseUrl`.';
  return 'The response is not complete JSON. Try again.';
}
