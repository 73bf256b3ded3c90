import { parseClientOptions } from './options.ts';
import type { CloseClientOptions } from './options.ts';
import { openConnection } from './open-connection.ts';
import type { CloseConnection } from './open-connection.ts';
import { plainRequest } from './plain-request.ts';

/**
 * Creates a connection for the functions of this door: a bundle then holds only the operations that it calls.
 * `createCloseClient` is the same with every operation in a tree, and with openapi-fetch.
 *
 * @param options - How to authenticate, and what differs from the defaults.
 * @returns The connection.
 * @throws TypeError naming the option that is wrong.
 * @example
 * const close = createCloseConnection({ auth: apiKey('api_…') });
 * const lead = await leadsGet(close, 'lead_…');
 */
export function createCloseConnection(options: CloseClientOptions): CloseConnection {
  return openConnection(parseClientOptions(options, 'createCloseConnection'), {}, plainRequest);
}
