import type { CloseAuth } from '../auth/close-auth.ts';
import { setContext } from '../operations/connection-context.ts';
import { createClientEvents } from '../transport/client-events.ts';
import type { CloseClientListener } from '../transport/client-events.ts';
import { createTransport } from '../transport/create-transport.ts';
import type { Next } from '../transport/layers.ts';
import type { ClientSettings } from './options.ts';

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

/** Turns an object into a connection. */
export function openConnection<T extends object>(settings: ClientSettings, members: T): CloseConnection & T {
  const events = createClientEvents();
  const ends = createTransport({ ...settings, events });
  const transport: Next = (call) => ends.run(call);
  const close = Object.assign(members, { subscribe: events.subscribe });
  // Not enumerable: logging a client must not log the contents of a caller's own token source.
  Object.defineProperty(close, 'auth', { value: settings.auth });
  setContext(close, { ...settings, transport, ends, defaults: settings });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- defineProperty does not narrow the type
  return close as CloseConnection & T;
}
