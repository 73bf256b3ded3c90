import type { QueryClient } from '@tanstack/react-query';
import type { CloseReadTree } from './create-close-query-options.ts';

/** The connection that a cache is used for. */
export interface Connection {
  /** The options of the connected organization and user; `undefined` while none is connected. */
  queries: CloseReadTree | undefined;
  /** Called after a change. */
  onChange: (() => void) | undefined;
}

const connections = new WeakMap<QueryClient, Connection>();

/** Returns the connection of a cache. */
export function connectionOf(queryClient: QueryClient): Connection {
  const found = connections.get(queryClient) ?? { queries: undefined, onChange: undefined };
  connections.set(queryClient, found);
  return found;
}

/** Changes the connection of a cache. */
export function connectQueries(queryClient: QueryClient, queries: CloseReadTree | undefined): void {
  const connection = connectionOf(queryClient);
  connection.queries = queries;
  connection.onChange?.();
}
