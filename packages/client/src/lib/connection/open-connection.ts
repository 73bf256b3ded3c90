import type { CloseAuth } from '../auth/close-auth.ts';
import { createClientEvents } from '../events/client-events.ts';
import type { CloseClientListener } from '../events/client-events.ts';
import type { CloseHooks } from '../events/hooks.ts';
import { setContext } from '../operations/connection-context.ts';
import type { OperationContext } from '../operations/send-operation.ts';
import { createTransport } from '../transport/create-transport.ts';
import type { ClientSettings } from './options.ts';

/** A connection to Close, as the functions of `@closekit/client/operations` take it. */
export interface CloseConnection {
  /** The `auth` option. */
  readonly auth: CloseAuth;
  /**
   * Subscribes to the events of the connection, or to those that hooks are for.
   *
   * @param listener - Called with each event of the connection and each rate limit; or an object with hooks,
   *   the same as in the options.
   * @returns Unsubscribes.
   * @throws TypeError naming the wrong hook.
   */
  subscribe(listener: CloseClientListener | CloseHooks): () => void;
}

/** A connection and its transport. */
export interface OpenConnection<T> {
  readonly close: CloseConnection & T;
  readonly context: OperationContext;
}

/** Turns an object into a connection. */
export function openConnection<T extends object>(settings: ClientSettings, members: T): OpenConnection<T> {
  const events = createClientEvents(settings.hooks);
  const transport = createTransport({ ...settings, events });
  const close = Object.assign(members, { subscribe: events.subscribe });
  // Not enumerable: logging a client must not log the contents of a caller's own token source.
  Object.defineProperty(close, 'auth', { value: settings.auth });
  const { clock, now } = settings;
  const context = { transport, events, clock, now, defaults: settings };
  setContext(close, context);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- defineProperty does not narrow the type
  return { close: close as CloseConnection & T, context };
}
