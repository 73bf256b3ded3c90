import type { CloseAuth } from '../auth/close-auth.ts';
import { setContext } from '../operations/connection-context.ts';
import { createTransport } from '../transport/create-transport.ts';
import type { ClientSettings } from './options.ts';

/** A connection to Close, as the functions of `@closekit/client/operations` take it. */
export interface CloseConnection {
  /** The `auth` option. */
  readonly auth: CloseAuth;
}

/** Turns an object into a connection. */
export function openConnection<T extends object>(settings: ClientSettings, members: T): CloseConnection & T {
  // Not enumerable: logging a client must not log the contents of a caller's own token source.
  Object.defineProperty(members, 'auth', { value: settings.auth });
  setContext(members, { ...settings, transport: createTransport(settings), defaults: settings });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- defineProperty does not narrow the type
  return members as CloseConnection & T;
}
