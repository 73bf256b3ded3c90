import type { CloseClient } from '@closekit/client';
import { apiSessionSource } from './api-session-source.ts';
import { sessionRoutes } from './session-routes.ts';
import type { SessionSource } from './session-source.ts';

/**
 * Selects the source of the session: the session routes if the client has them, otherwise the API itself.
 *
 * @param fetch - Calls the session routes. Default: `globalThis.fetch`, looked up for each request.
 */
export function sessionSourceOf(client: CloseClient, fetch?: typeof globalThis.fetch): SessionSource {
  const { auth } = client;
  if (!('basePath' in auth)) return apiSessionSource(client);
  return sessionRoutes({
    basePath: auth.basePath,
    fetch: fetch ?? ((input, init) => globalThis.fetch(input, init)),
    forget: () => 'forget' in auth && auth.forget(),
  });
}
