import createClient from 'openapi-fetch';
import type { Client } from 'openapi-fetch';
import { operationTable } from '../generated/resources.ts';
import type { CloseResources } from '../generated/resources.ts';
import type { paths } from '../generated/schema.ts';
import { recordingRequest, toApiRequest } from './transport/api-request.ts';
import type { Fetch } from './transport/api-request.ts';
import { callList } from './paging/call-list.ts';
import { callOperation } from './operations/call-operation.ts';
import { parseClientOptions } from './connection/options.ts';
import type { ClientSettings, CloseClientOptions } from './connection/options.ts';
import { openConnection } from './connection/open-connection.ts';
import type { CloseConnection } from './connection/open-connection.ts';
import { growTree, parseOperation } from './operations/parse-operations.ts';
import { requestDefaults } from './connection/request-defaults.ts';
import type { RawRequest } from './operations/send-operation.ts';

/** Plain openapi-fetch, typed by Close's paths. */
export type CloseRawClient = Client<paths>;

/** The Close API: every resource with its operations, and the members of the connection. */
export interface CloseClient extends CloseConnection, CloseResources {
  /**
   * Plain openapi-fetch over the same transport, for requests that the operations do not cover. Tokens,
   * retries and time limits apply here too. HTTP failures are returned as `error`, as openapi-fetch does. Its
   * middlewares also see operations.
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
  const settings = parseClientOptions(options, 'createCloseClient');
  const client: object = growTree(operationTable, (row) => bindOperation(row, () => client));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- tree and signatures are generated from one table
  return openConnection(settings, client, addRaw) as CloseClient;
}

/**
 * Parses the row when the operation is called: a client that sends one request calls few of its operations.
 */
function bindOperation(row: string, client: () => object): (...values: unknown[]) => unknown {
  return (...values) => {
    const operation = parseOperation(row);
    return (operation.pages ? callList : callOperation)(client(), operation, values);
  };
}

function addRaw(settings: ClientSettings, transport: Fetch, client: object): RawRequest {
  const { baseUrl, timeoutMs } = settings;
  const raw = createClient<paths>({
    ...requestDefaults(settings),
    baseUrl,
    Request: recordingRequest(settings),
    // Close expects a list as one comma-separated value.
    querySerializer: { array: { style: 'form', explode: false } },
    fetch: async (request) =>
      transport(await toApiRequest(request, { operation: undefined, timeoutMs, tally: { attempts: 0 } })),
  });
  Object.assign(client, { raw });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it infers over all paths; operations have types of their own
  return raw.request as unknown as RawRequest;
}
