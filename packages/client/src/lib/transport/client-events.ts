import { assertArgument } from '../base/assert-argument.ts';
import { callListener } from '../base/call-listener.ts';
import type { CloseApiError } from '../errors/close-api-error.ts';

/** The events of a connection, in addition to the outcome of each call. */
export type CloseClientEvent =
  /** The connection is no longer accepted, and another token did not help. */
  | { readonly type: 'unauthorized'; readonly error: CloseApiError }
  /** The session has switched to an organization other than the one the call was meant for. */
  | { readonly type: 'organization-changed'; readonly error: CloseApiError }
  /** A token was refused, and another one is requested. */
  | { readonly type: 'refreshing' }
  /** Another token has arrived, and the calls that waited for it continue. */
  | { readonly type: 'refreshed' }
  /** The refresh failed. An `unauthorized` event follows if the user must connect again. */
  | { readonly type: 'refresh-failed' };

/**
 * Listens to the events of a client.
 *
 * @param event - The event. Narrow on `type`.
 */
export type CloseClientListener = (event: CloseClientEvent) => void;

/** The event emitter of a client. */
export interface ClientEvents {
  readonly emit: (event: CloseClientEvent) => void;
  readonly subscribe: (listener: CloseClientListener) => () => void;
}

/** Creates the event emitter of a client. */
export function createClientEvents(): ClientEvents {
  const listeners = new Set<{ readonly call: CloseClientListener }>();
  return {
    emit(event) {
      for (const listener of listeners) callListener(listener.call, event);
    },
    subscribe(listener) {
      assertArgument(typeof listener === 'function', ['subscribe', 'listener'], 'a function');
      const entry = { call: listener };
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
  };
}
