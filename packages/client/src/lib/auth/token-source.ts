import { isRecord } from '../base/is-record.ts';

/** Supplies access tokens. A grant of `@closekit/oauth` is one; any object with these two methods works.

 *
 * @example
 * const source: TokenSource = {
 *   get: () => (token ??= fetchToken()),
 *   invalidate: (refused) => { if (refused === current) token = undefined; },
 * };
 */
export interface TokenSource {
  /**
   * Returns an access token. It is called for every request: keep the token, and let concurrent callers share
   * one refresh.
   *
   * Reject with `code: 'reauthorization_required'` when the user has to connect again. With any other code
   * the call fails with `network` or `unauthorized`.
   *
   * @param options - `signal` aborts when the caller stops waiting.
   * @returns The token, or a promise of it.
   */
  get(options?: { readonly signal?: AbortSignal }): string | Promise<string>;
  /**
   * Marks a token as refused. The next `get()` fetches another one, unless the current one already differs.
   *
   * @param token - The refused token.
   * @returns Nothing; a promise is awaited before the next `get()`.
   */
  invalidate(token: string): void | Promise<void>;
}

/** Whether a value has the two methods of a {@link TokenSource}. */
export function isTokenSource(value: unknown): value is TokenSource {
  return isRecord(value) && typeof value['get'] === 'function' && typeof value['invalidate'] === 'function';
}
