import { operationTable } from '../generated/resources.ts';
import type { CloseResources } from '../generated/resources.ts';
import { sendToken } from './auth/send-token.ts';
import { isTokenSource } from './auth/token-source.ts';
import { parseClientOptions } from './connection/options.ts';
import type { ChosenParts, CloseClientOptions } from './connection/options.ts';
import { openConnection } from './connection/open-connection.ts';
import type { CloseConnection } from './connection/open-connection.ts';
import { subscribe } from './connection/subscribe.ts';
import { callOperation } from './operations/call-operation.ts';
import { growTree } from './operations/parse-operations.ts';
import { callList } from './paging/call-list.ts';
import type { CloseClientListener, Observer } from './transport/client-events.ts';
import { pace } from './transport/pace.ts';

/** The Close API: every resource with its operations, and the members of the connection. */
export interface CloseClient extends CloseConnection, CloseResources {
  /**
   * Subscribes to the events of the client.
   *
   * @param listener - Called with each event.
   * @returns Unsubscribes.
   */
  subscribe(listener: CloseClientListener): () => void;
}

/**
 * Creates a client for the Close API. It keeps no connection open and needs no closing; create one for each
 * organization.
 *
 * @param options - How to authenticate, and the settings that differ from the defaults.
 * @returns The client.
 * @throws TypeError naming the wrong option.
 * @example
 * const close = createCloseClient({ auth: apiKey('api_…') });
 * const lead = await close.leads.get('lead_…');
 * @see https://developer.close.com/
 */
export function createCloseClient(options: CloseClientOptions): CloseClient {
  const settings = parseClientOptions(options, 'createCloseClient', choose);
  const client: object = growTree(operationTable, (row) => bindOperation(row, () => client));
  const close = openConnection(settings, client);
  const events = { subscribe: (listener: CloseClientListener) => subscribe(close, listener) };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- tree and signatures are generated from one table
  return Object.assign(close, events) as CloseConnection as CloseClient;
}

/** A client paces by default, and a token source needs no `bearer` around it. */
function choose({ auth, rateLimit = 'pace' }: CloseClientOptions): ChosenParts {
  const isBare = isTokenSource(auth) && !('toLayer' in auth);
  return {
    auth: isBare ? { toLayer: (events: Observer) => sendToken(auth, events) } : auth,
    rateLimit: rateLimit === 'pace' ? pace() : rateLimit,
  };
}

function bindOperation(row: string, client: () => object): (...values: unknown[]) => unknown {
  const call = / (offset|(body-)?cursor)\b/.test(row) ? callList : callOperation;
  return (...values) => call(client(), row, values);
}
