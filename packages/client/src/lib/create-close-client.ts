import createClient, { type Client } from 'openapi-fetch';
import type { CloseResources } from '../generated/resources.ts';
import { resources } from '../generated/resources.ts';
import type { paths } from '../generated/schema.ts';
import { recordingRequest, toApiRequest, type Fetch } from './api-request.ts';
import { bindResources } from './bind-resources.ts';
import { callOperation } from './call-operation.ts';
import { createClientEvents, type CloseClientListener } from './client-events.ts';
import { parseClientOptions, type ClientSettings, type CloseClientOptions } from './client-options.ts';
import { isCookieSession, type CloseAuth } from './close-auth.ts';
import { composeFetch } from './compose-fetch.ts';
import type { RawRequest } from './send-operation.ts';

/** Plain openapi-fetch, typed by Close's paths. */
export type CloseRawClient = Client<paths>;

/** The Close API: every resource with its operations, and what belongs to the connection. */
export interface CloseClient extends CloseResources {
  /**
   * Plain openapi-fetch over the same transport, for what the operations do not cover. Tokens, retries and time limits
   * hold here too; HTTP failures come back as `error`, as openapi-fetch has it. Its middlewares see operations as well.
   */
  readonly raw: CloseRawClient;
  /** How this client authenticates, as given. */
  readonly auth: CloseAuth;
  /**
   * Listens to what happens to the connection.
   *
   * @param listener Called with each event.
   * @returns Stops listening.
   */
  subscribe(listener: CloseClientListener): () => void;
}

/**
 * Creates a client for the Close API. It holds no connection and needs no closing; make one for each organization.
 *
 * @param options How to authenticate, and what differs from the defaults.
 * @returns The client.
 * @throws TypeError naming the option that is wrong.
 * @example
 * const close = createCloseClient({ auth: apiKey('api_…') });
 * const lead = await close.leads.get('lead_…');
 * @see {@link https://developer.close.com/}
 */
export function createCloseClient(options: CloseClientOptions): CloseClient {
  const settings = parseClientOptions(options);
  const events = createClientEvents();
  const transport = composeFetch({ ...settings, events });
  const raw = createRaw(settings, transport);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it infers over all paths; operations have types of their own
  const request = raw.request as RawRequest;
  const { timeoutMs, now } = settings;
  const context = { request, transport, timeoutMs, now };
  const bound = bindResources(resources, (operation, values) => callOperation(operation, values, context));
  const client = { ...bound, raw, subscribe: events.subscribe };
  // Not enumerable: logging a client must not log what a caller's own token source may hold.
  Object.defineProperty(client, 'auth', { value: settings.auth });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- tree and signatures are generated from one table
  return client as CloseClient;
}

function createRaw(settings: ClientSettings, transport: Fetch): CloseRawClient {
  const { auth, baseUrl, timeoutMs } = settings;
  return createClient<paths>({
    baseUrl,
    Request: recordingRequest(),
    headers: { accept: 'application/json' },
    // A followed redirect could carry the credentials to another origin.
    redirect: 'manual',
    // Close takes a list as one comma-separated value.
    querySerializer: { array: { style: 'form', explode: false } },
    ...(isCookieSession(auth) ? { credentials: 'same-origin' as const } : {}),
    fetch: async (request) =>
      transport(await toApiRequest(request, { operation: undefined, timeoutMs, tally: { attempts: 0 } })),
  });
}
