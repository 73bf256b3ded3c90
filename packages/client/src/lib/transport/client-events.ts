import { assertArgument } from '../base/assert-argument.ts';
import type { CloseApiError } from '../errors/close-api-error.ts';
import type { RateLimit } from '../errors/rate-limit-header.ts';

/** What a client tells those who listen, beside the outcome of each call. */
export type CloseClientEvent =
  /** The connection is not accepted any more, and asking for another token did not help. */
  | { readonly type: 'unauthorized'; readonly error: CloseApiError }
  /** The backend of a session is with another organization by now than the one the call was meant for. */
  | { readonly type: 'organization-changed'; readonly error: CloseApiError }
  /** A token was refused and another one is being asked for. */
  | { readonly type: 'refreshing' }
  /** There is another token, and the calls that waited for it go on. */
  | { readonly type: 'refreshed' }
  /** There is no other token for now; an `unauthorized` event follows when only the user can mend that. */
  | { readonly type: 'refresh-failed' }
  /** A response carried a rate limit, or was refused because of one (`limited`). */
  | ({
      readonly type: 'rate-limit';
      readonly operation: string | undefined;
      readonly limited: boolean;
    } & RateLimit);

/** Receives the events of a client. */
export type CloseClientListener = (event: CloseClientEvent) => void;

/** Where a client's events come together. */
export interface ClientEvents {
  readonly emit: (event: CloseClientEvent) => void;
  readonly subscribe: (listener: CloseClientListener) => () => void;
}

/**
 * Creates the place where a client's events come together.
 *
 * @returns `emit` and `subscribe`.
 */
export function createClientEvents(): ClientEvents {
  const listeners = new Set<{ readonly call: CloseClientListener }>();
  return {
    emit(event) {
      for (const listener of listeners) notify(listener.call, event);
    },
    subscribe(listener) {
      assertArgument(typeof listener === 'function', ['subscribe', 'listener'], 'a function');
      const entry = { call: listener };
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
  };
}

function notify(listener: CloseClientListener, event: CloseClientEvent): void {
  try {
    listener(event);
  } catch (error) {
    // As with EventTarget: a listener's mistake surfaces, but not in the call that caused the event.
    queueMicrotask(() => {
      throw error;
    });
  }
}
