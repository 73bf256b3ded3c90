import { http, HttpResponse } from 'msw';
import type { HttpHandler } from 'msw';
import type { TestBackend } from './create-test-backend.ts';

/** Options of {@link closeHandlers}. */
export interface CloseHandlersOptions {
  /** The origin of the app. Default: any. */
  readonly origin?: string | undefined;
}

/**
 * Creates Mock Service Worker handlers that replace the backend of an app: the session routes, the events and
 * the API below the base path of the backend, and `https://api.close.com/api/v1/` for clients with a token.
 *
 * @param backend - Handles the requests.
 * @param options - The origin of the app.
 * @returns The handlers, for `setupWorker`, `setupServer` or `use`.
 * @example
 * ```ts
 * const backend = createTestBackend();
 * const server = setupServer(...closeHandlers(backend));
 * ```
 */
export function closeHandlers(backend: TestBackend, options: CloseHandlersOptions = {}): HttpHandler[] {
  const { origin = '*' } = options;
  const respond = async ({ request }: { readonly request: Request }): Promise<Response> => {
    try {
      return await backend.fetch(request);
    } catch {
      // A network error: the `fetch` of the page rejects.
      return HttpResponse.error();
    }
  };
  return [
    http.all(`${origin}${backend.basePath}/*`, respond),
    http.all('https://api.close.com/api/v1/*', respond),
  ];
}
