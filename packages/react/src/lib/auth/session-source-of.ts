import type { CloseClient } from '@closekit/client';
import { sessionRoutes } from './session-routes.ts';
import type { SessionSource } from './session-source.ts';

/** The settings of an app that decide how its session is read. */
export interface SourceSettings {
  readonly client: CloseClient;
  /** For a client without session routes. */
  readonly sessionSource?: ((client: CloseClient) => SessionSource) | undefined;
  /** Calls the session routes. Default: `globalThis.fetch`, looked up for each request. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/**
 * Returns the source of the session: the session routes if the client has them.
 *
 * @param caller - The function that the app has called.
 */
export function sessionSourceOf(caller: string, settings: SourceSettings): SessionSource {
  const { client, sessionSource, fetch } = settings;
  const { auth } = client;
  if ('basePath' in auth)
    return sessionRoutes({
      basePath: auth.basePath,
      fetch: fetch ?? ((input, init) => globalThis.fetch(input, init)),
      forget: () => 'forget' in auth && auth.forget(),
    });
  if (sessionSource) return sessionSource(client);
  throw new TypeError(`${caller}: \`sessionSource\` must be apiSession: the client has no session routes.`);
}
