import type { CloseAuth, CloseClient, CookieSession } from '@closekit/client';
import { cookieSessionSource } from './cookie-session-source.ts';
import type { SessionSource } from './session-source.ts';
import { tokenSessionSource } from './token-session-source.ts';

/**
 * Chooses where to learn who is connected: the session routes for a cookie session, the API itself for the rest.
 *
 * @param client The client.
 * @param fetch How the session routes are reached; `globalThis.fetch` at the time of the call unless given.
 * @returns The source.
 */
export function sessionSourceOf(client: CloseClient, fetch?: typeof globalThis.fetch): SessionSource {
  const { auth } = client;
  if (!isCookieSession(auth)) return tokenSessionSource(client);
  return cookieSessionSource({
    basePath: auth.basePath,
    fetch: fetch ?? ((input, init) => globalThis.fetch(input, init)),
  });
}

function isCookieSession(auth: CloseAuth): auth is CookieSession {
  return 'kind' in auth && auth.kind === 'cookie-session';
}
