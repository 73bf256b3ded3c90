import createClient from 'openapi-fetch';
import type { Client } from 'openapi-fetch';
import { operationTable } from '../generated/resources.ts';
import type { CloseResources } from '../generated/resources.ts';
import type { paths } from '../generated/schema.ts';
import { parseClientOptions } from './connection/options.ts';
import type { ClientSettings, CloseClientOptions } from './connection/options.ts';
import { openConnection } from './connection/open-connection.ts';
import type { CloseConnection } from './connection/open-connection.ts';
import { recordingRequest, toRawRequest } from './connection/raw-request.ts';
import { callOperation } from './operations/call-operation.ts';
import { growTree } from './operations/parse-operations.ts';
import { callList } from './paging/call-list.ts';
import { Call } from './transport/call.ts';
import type { Next } from './transport/layers.ts';
import { pace } from './transport/pace.ts';
import { runCall } from './transport/run-call.ts';

/** Plain openapi-fetch, typed by Close's paths. */
export type CloseRawClient = Client<paths>;

/** The Close API: every resource with its operations, and the members of the connection. */
export interface CloseClient extends CloseConnection, CloseResources {
  /**
   * Plain openapi-fetch over the same transport, for requests that the operations do not cover. Tokens,
   * pacing, retries and time limits apply here too. HTTP failures are returned as `error`, as openapi-fetch
   * does. Its middlewares see these calls only, not those of operations.
   */
  readonly raw: CloseRawClient;
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
  const settings = parseClientOptions(options, 'createCloseClient', pace());
  const client: object = growTree(operationTable, (row) => bindOperation(row, () => client));
  const { close, transport } = openConnection(settings, client);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- tree and signatures are generated from one table
  return Object.assign(close, { raw: createRaw(settings, transport) }) as CloseClient;
}

function bindOperation(row: string, client: () => object): (...values: unknown[]) => unknown {
  const call = / (offset|(body-)?cursor)\b/.test(row) ? callList : callOperation;
  return (...values) => call(client(), row, values);
}

function createRaw(settings: ClientSettings, transport: Next): CloseRawClient {
  return createClient<paths>({
    headers: settings.headers,
    baseUrl: settings.baseUrl,
    // A followed redirect could carry the credentials to another origin.
    redirect: 'manual',
    Request: recordingRequest(settings),
    // Close expects a list as one comma-separated value.
    querySerializer: { array: { style: 'form', explode: false } },
    fetch: async (input) => {
      const { request, signal } = await toRawRequest(input, settings);
      const { response } = await runCall(new Call(request, settings.clock), transport, [signal]);
      return response;
    },
  });
}
