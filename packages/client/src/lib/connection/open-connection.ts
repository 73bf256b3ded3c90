import type { Fetch } from '../transport/api-request.ts';
import { createClientEvents } from '../transport/client-events.ts';
import type { CloseClientListener } from '../transport/client-events.ts';
import type { ClientSettings } from './options.ts';
import type { CloseAuth } from '../auth/close-auth.ts';
import { composeFetch } from '../transport/compose-fetch.ts';
import { setContext } from '../operations/connection-context.ts';
import type { RawRequest } from '../operations/send-operation.ts';

/** What belongs to a connection with Close, and what the functions of `@closekit/client/operations` take. */
export interface CloseConnection {
  /** How this client authenticates, as given. */
  readonly auth: CloseAuth;
  /**
   * Listens to what happens to the connection.
   *
   * @param listener - Called with each event.
   * @returns Stops listening.
   */
  subscribe(listener: CloseClientListener): () => void;
}

/**
 * Puts transport and events together, and makes an object a connection that operations can be called with.
 *
 * @param settings - The parsed options.
 * @param members - What the connection holds besides.
 * @param toRequest - Makes what builds the requests of operations; it may add members.
 * @returns The connection.
 */
export function openConnection<T extends object>(
  settings: ClientSettings,
  members: T,
  toRequest: (settings: ClientSettings, transport: Fetch, members: T) => RawRequest,
): CloseConnection & T {
  const { auth, timeoutMs, now } = settings;
  const { emit, subscribe } = createClientEvents();
  const transport = composeFetch({ ...settings, events: { emit } });
  const close = Object.assign(members, { subscribe });
  // Not enumerable: logging a client must not log what a caller's own token source may hold.
  Object.defineProperty(close, 'auth', { value: auth });
  setContext(close, { request: toRequest(settings, transport, members), transport, timeoutMs, now });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- defineProperty does not tell what it has added
  return close as CloseConnection & T;
}
