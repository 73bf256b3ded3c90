import type { CloseApiError } from '../errors/close-api-error.ts';
import type { Call, Outcome } from './call.ts';

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

/** What a transport reports to. It has no members until something subscribes. */
export interface Observer {
  emit?: (event: CloseClientEvent) => void;
  /** Emits the event that the failure of a call is, if it is one. */
  onFailure?: (call: Call, outcome: Outcome) => void;
  subscribe?: (listener: CloseClientListener) => () => void;
}
