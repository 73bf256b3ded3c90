import type { CloseClient } from '@closekit/client';
import { apiSessionSource } from './api-session-source.ts';
import { sessionRoutes } from './session-routes.ts';
import type { SessionSource } from './session-source.ts';

/**
 * Chooses where to learn who is connected: the session routes where the client has a backend, the API itself for the rest.
 *
 * @param client - The client.
 * @param fetch - How the session routes are reached; `globalThis.fetch` at the time of the call unless given.
 * @returns The source.
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
