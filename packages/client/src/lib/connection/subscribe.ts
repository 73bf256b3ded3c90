import { assertArgument } from '../base/assert-argument.ts';
import { contextOf } from '../operations/connection-context.ts';
import { addListeners } from '../transport/add-listeners.ts';
import type { CloseClientListener } from '../transport/client-events.ts';
import type { CloseConnection } from './open-connection.ts';

/**
 * Subscribes to the events of a connection. A client has the same as a method, `close.subscribe(listener)`; the
 * bundle of a connection contains it only when it is imported.
 *
 * @param close - A connection, or a client.
 * @param listener - Called with each event.
 * @returns Unsubscribes.
 * @throws TypeError when `close` is no connection of this package, or `listener` no function.
 * @example
 * const unsubscribe = subscribe(close, ({ type }) => {
 *   if (type === 'unauthorized') showConnectPage();
 * });
 */
export function subscribe(close: CloseConnection, listener: CloseClientListener): () => void {
  const { transport, now } = contextOf(close, 'subscribe');
  assertArgument(typeof listener === 'function', ['subscribe', 'listener'], 'a function');
  const { observer } = transport;
  return (observer.subscribe ?? addListeners(observer, now))(listener);
}
