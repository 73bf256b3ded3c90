import { isRecord } from '../base/is-record.ts';

/**
 * Where access tokens come from. A grant of `@closekit/oauth` is one; anything with these two methods will do.
 *
 * @example
 * const source: TokenSource = {
 *   get: () => (token ??= fetchToken()),
 *   invalidate: (refused) => { if (refused === current) token = undefined; },
 * };
 */
export interface TokenSource {
  /**
   * Gives an access token. Called for every request, so it should keep its token and, while it fetches another one,
   * let all callers wait for the same.
   *
   * A rejection with `code: 'reauthorization_required'` means that only the user can mend the connection.
   *
   * @param options - `signal`: the caller has stopped waiting.
   * @returns The token.
   */
  get(options?: { readonly signal?: AbortSignal }): Promise<string>;
  /**
   * Is told that a token was refused. The next `get()` fetches another one, unless the current one already differs.
   *
   * @param token - The refused token.
   * @returns Nothing; a promise is awaited before the next `get()`.
   */
  invalidate(token: string): void | Promise<void>;
}

/**
 * Tells whether a value can be used as a {@link TokenSource}.
 *
 * @param value - Anything.
 * @returns Whether it has the two methods.
 */
export function isTokenSource(value: unknown): value is TokenSource {
  return isRecord(value) && typeof value['get'] === 'function' && typeof value['invalidate'] === 'function';
}
