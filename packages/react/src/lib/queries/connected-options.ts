import type { QueryClient } from '@tanstack/query-core';
import { getOrCreate } from '../base/get-or-create.ts';
import type { CloseQueryTree } from './create-close-query-options.ts';
import type { OptionRoot } from './option-tree.ts';

/** Options of an organization and a user who are connected. */
export type ConnectedOptions = OptionRoot | CloseQueryTree;

/** The connections that a cache is used for. */
export interface Connections {
  /** One for each page that is connected. */
  readonly options: Set<ConnectedOptions>;
  /** Called after a connection was added. */
  onAdded: (() => void) | undefined;
}

const all = new WeakMap<QueryClient, Connections>();

/** Returns the connections of a cache. */
export function connectionsOf(queryClient: QueryClient): Connections {
  return getOrCreate(all, queryClient, () => ({ options: new Set(), onAdded: undefined }));
}

/** Adds a connection to a cache. Returns a function that removes it. */
export function connectOptions(queryClient: QueryClient, options: ConnectedOptions): () => void {
  const connections = connectionsOf(queryClient);
  connections.options.add(options);
  connections.onAdded?.();
  return () => connections.options.delete(options);
}
