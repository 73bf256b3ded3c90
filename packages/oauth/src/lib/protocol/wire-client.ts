import { ClientSecretPost } from 'oauth4webapi';
import type { AuthorizationServer as WireServer, Client, ClientAuth } from 'oauth4webapi';
import { assertAuthorizationServer, closeAuthorizationServer } from '../base/authorization-server.ts';
import type { ClientConfig } from './client-config.ts';

/** The app and the server, in the terms of oauth4webapi. */
export interface WireClient {
  readonly server: WireServer;
  readonly client: Client;
  /** Puts id and secret into the body, as Close documents. */
  readonly authentication: ClientAuth;
}

/**
 * Translates the app and its server into the terms of oauth4webapi.
 *
 * @throws TypeError that names the caller when the server's metadata is incomplete.
 */
export function toWireClient(
  config: Pick<ClientConfig, 'clientId' | 'clientSecret' | 'server'>,
  caller: string,
): WireClient {
  const { clientId, clientSecret, server = closeAuthorizationServer } = config;
  assertAuthorizationServer(server, caller);
  return {
    server: { ...server },
    client: { client_id: clientId },
    authentication: ClientSecretPost(clientSecret),
  };
}
