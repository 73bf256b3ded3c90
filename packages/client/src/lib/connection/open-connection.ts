import type { Fetch } from '../transport/api-request.ts';
import { createClientEvents } from '../transport/client-events.ts';
import type { CloseClientListener } from '../transport/client-events.ts';
import type { ClientSettings } from './options.ts';
import type { CloseAuth } from '../auth/close-auth.ts';
import { composeFetch } from '../transport/compose-fetch.ts';
import { setContext } from '../operations/connection-context.ts';
import type { RawRequest } from '../operations/send-operation.ts';

/** A connection to Close, as the functions of `@closekit/client/operations` take it. */
export interface CloseConnection {
  /** The `auth` option. */
  readonly auth: CloseAuth;
  /**
   * Subscribes to the events of the connection.
   *
   * @param listener - Called with each event.
   * @returns Unsubscribes.
   */
  subscribe(listener: CloseClientListener): () => void;
}

/** Turns an object into a connection. `toRequest` creates the request builder, and may add members. */
export function openConnection<T extends object>(
  settings: ClientSettings,
  members: T,
  toRequest: (settings: ClientSettings, transport: Fetch, members: T) => RawRequest,
): CloseConnection & T {
  const { auth, timeoutMs, now } = settings;
  const { emit, subscribe } = createClientEvents();
  const transport = composeFetch({ ...settings, events: { emit } });
  const close = Object.assign(members, { subscribe });
  // Not enumerable: logging a client must not log the contents of a caller's own token source.
  Object.defineProperty(close, 'auth', { value: auth });
  setContext(close, { request: toRequest(settings, transport, members), transport, timeoutMs, now });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- defineProperty does not narrow the type
  return close as CloseConnection & T;
}
