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

/** The Close API: every resource with its operations, and what belongs to the connection. */
export interface CloseClient extends CloseConnection, CloseResources {
  /**
   * Plain openapi-fetch over the same transport, for what the operations do not cover. Tokens, retries and time limits
   * hold here too; HTTP failures come back as `error`, as openapi-fetch has it. Its middlewares see operations as well.
   */
  readonly raw: CloseRawClient;
}

/**
 * Creates a client for the Close API. It holds no connection and needs no closing; make one for each organization.
 *
 * @param options - How to authenticate, and what differs from the defaults.
 * @returns The client.
 * @throws TypeError naming the option that is wrong.
 * @example
 * const close = createCloseClient({ auth: apiKey('api_…') });
 * const lead = await close.leads.get('lead_…');
 * @see {@link https://developer.close.com/}
 */
export function createCloseClient(options: CloseClientOptions): CloseClient {
  const settings = parseClientOptions(options, 'createCloseClient');
  const client: object = growTree(operationTable, (row) => bindOperation(row, () => client));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- tree and signatures are generated from one table
  return openConnection(settings, client, addRaw) as CloseClient;
}

/** Parses the row when it is called: a client that is created for one request calls few of its operations. */
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
    // Close takes a list as one comma-separated value.
    querySerializer: { array: { style: 'form', explode: false } },
    fetch: async (request) =>
      transport(await toApiRequest(request, { operation: undefined, timeoutMs, tally: { attempts: 0 } })),
  });
  Object.assign(client, { raw });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it infers over all paths; operations have types of their own
  return raw.request as unknown as RawRequest;
}
