import { parseClientOptions } from './options.ts';
import type { CloseConnectionOptions } from './options.ts';
import { openConnection } from './open-connection.ts';
import type { CloseConnection } from './open-connection.ts';

/**
 * Creates a connection for the functions of `@closekit/client/operations`: a bundle then contains only the
 * operations that it calls. `createCloseClient` adds every operation as a tree, and pacing.
 *
 * @param options - How to authenticate, and the settings that differ from the defaults.
 * @returns The connection.
 * @throws TypeError naming the wrong option.
 * @example
 * const close = createCloseConnection({ auth: apiKey('api_…') });
 * const lead = await leadsGet(close, 'lead_…');
 */
export function createCloseConnection(options: CloseConnectionOptions): CloseConnection {
  return openConnection(parseClientOptions(options, 'createCloseConnection'), {});
}
