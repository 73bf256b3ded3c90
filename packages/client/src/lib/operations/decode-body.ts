import { CloseApiError } from '../errors/close-api-error.ts';
import type { Operation } from './operation.ts';
import { parseJson } from '../base/parse-json.ts';

/**
 * Parses the body of an ok response. A write may have an empty one, which is `undefined`.
 *
 * @throws CloseApiError `decode` when the body is not JSON, or a read has none.
 */
export function decodeBody(
  text: string | undefined,
  response: Response,
  call: { readonly operation: Operation; readonly attempts: number },
): unknown {
  const { operation, attempts } = call;
  const data = text ? parseJson(text) : undefined;
  // Some deletes respond with 204 and some with an empty 200; a GET and a page never have an empty response.
  const mayBeEmpty = operation.method !== 'GET' && operation.pages === undefined;
  if (data !== undefined || (!text && mayBeEmpty)) return data;
  throw new CloseApiError('decode', `${operation.id}: ${describe(text, response)}`, {
    status: response.status,
    operation: operation.id,
    attempts,
    response,
  });
}

function describe(text: unknown, response: Response): string {
  if (!text) return 'The response has no body. Check `baseUrl`.';
  if (response.headers.get('content-type')?.includes('html')) {
    return 'The response is HTML. Check `baseUrl`.';
  }
  return 'The response is not complete JSON. Try again.';
}
