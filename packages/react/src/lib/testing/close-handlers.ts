import { http, HttpResponse } from 'msw';
import type { HttpHandler } from 'msw';
import type { TestBackend } from './create-test-backend.ts';

/** Settings of {@link closeHandlers}. */
export interface CloseHandlersOptions {
  /** The origin of the app. Default: any. */
  readonly origin?: string | undefined;
}

/**
 * Makes the handlers with which Mock Service Worker answers an app in place of its backend: the session routes, the
 * events and the API below the backend's base path, and `https://api.close.com/api/v1/` for clients that hold a token.
 *
 * @param backend - Answers the requests.
 * @param options - Where the app is.
 * @returns The handlers, for `setupWorker`, `setupServer` or `use`.
 * @example
 * const backend = createTestBackend();
 * const server = setupServer(...closeHandlers(backend));
 */
export function closeHandlers(backend: TestBackend, options: CloseHandlersOptions = {}): HttpHandler[] {
  const { origin = '*' } = options;
  const answer = async ({ request }: { readonly request: Request }): Promise<Response> => {
    try {
      return await backend.fetch(request);
    } catch {
      // A broken connection: the page sees what its fetch rejects with.
      return HttpResponse.error();
    }
  };
  return [
    http.all(`${origin}${backend.basePath}/*`, answer),
    http.all('https://api.close.com/api/v1/*', answer),
  ];
}
