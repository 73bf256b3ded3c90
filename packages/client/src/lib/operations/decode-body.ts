import { CloseApiError } from '../errors/close-api-error.ts';
import type { Operation } from './operation.ts';
import { parseJson } from '../base/parse-json.ts';

/**
 * Reads the body of an ok response.
 *
 * @param text - The body; `undefined` or empty when there was none.
 * @param response - The response it came in.
 * @param call - Which operation it answers, after how many requests.
 * @returns The parsed JSON; `undefined` for the empty answer to a write.
 * @throws CloseApiError `decode` when the body is no JSON, or a read has none.
 */
export function decodeBody(
  text: string | undefined,
  response: Response,
  call: { readonly operation: Operation; readonly attempts: number },
): unknown {
  const { operation, attempts } = call;
  const data = text ? parseJson(text) : undefined;
  // Some deletes answer 204 and some an empty 200; what is asked for by GET, or as a page, is never nothing.
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
  if (!text) return 'the response has no body';
  if (response.headers.get('content-type')?.includes('html')) {
    return 'the response is HTML: check `baseUrl` and proxies';
  }
  return 'the response is not complete JSON';
}
