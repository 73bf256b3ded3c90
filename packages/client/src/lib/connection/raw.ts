import createClient from 'openapi-fetch';
import type { Client } from 'openapi-fetch';
import type { paths } from '../../generated/schema.ts';
import { contextOf } from '../operations/connection-context.ts';
import type { OperationContext } from '../operations/send-operation.ts';
import { Call } from '../transport/call.ts';
import { runCall } from '../transport/run-call.ts';
import type { CloseConnection } from './open-connection.ts';
import { recordingRequest, toRawRequest } from './raw-request.ts';

/** Plain openapi-fetch, typed by Close's paths. */
export type CloseRawClient = Client<paths>;

/** One for each connection, so that a middleware that was added stays. */
const clients = new WeakMap<object, CloseRawClient>();

/**
 * Returns plain openapi-fetch over the transport of a client, for requests that the operations do not cover.
 * Tokens, pacing, retries and time limits apply here too. HTTP failures are returned as `error`, as openapi-fetch
 * does. Its middlewares see these calls only, not those of operations.
 *
 * @param close - A client or a connection.
 * @returns The same openapi-fetch client at every call.
 * @throws TypeError when `close` is not a client of this package.
 * @example
 * const { data, error } = await raw(close).GET('/lead/{id}/', { params: { path: { id: 'lead_…' } } });
 * @see https://openapi-ts.dev/openapi-fetch/
 */
export function raw(close: CloseConnection): CloseRawClient {
  let client = clients.get(close);
  if (!client) clients.set(close, (client = createRaw(contextOf(close, 'raw'))));
  return client;
}

function createRaw({ transport, defaults, clock }: OperationContext): CloseRawClient {
  return createClient<paths>({
    headers: defaults.headers,
    baseUrl: defaults.baseUrl,
    // A followed redirect could carry the credentials to another origin.
    redirect: 'manual',
    Request: recordingRequest(defaults),
    // Close expects a list as one comma-separated value.
    querySerializer: { array: { style: 'form', explode: false } },
    fetch: async (input) => {
      const { request, signal } = await toRawRequest(input, defaults);
      const { response } = await runCall(new Call(request, clock), transport, [signal]);
      return response;
    },
  });
}
