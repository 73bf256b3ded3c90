import type { QueryClient } from '@tanstack/query-core';
import { getOrCreate } from '../base/get-or-create.ts';
import type { CloseQueryTree } from './create-close-query-options.ts';
import type { OptionRoot } from './option-tree.ts';

/** The connection that a cache is used for. */
export interface Connection {
  /** The options of the connected organization and user; `undefined` while none is connected. */
  options: OptionRoot | CloseQueryTree | undefined;
  /** Called after a change. */
  onChange: (() => void) | undefined;
}

const connections = new WeakMap<QueryClient, Connection>();

/** Returns the connection of a cache. */
export function connectionOf(queryClient: QueryClient): Connection {
  return getOrCreate(connections, queryClient, () => ({ options: undefined, onChange: undefined }));
}

/** Changes the connection of a cache. */
export function connectOptions(queryClient: QueryClient, options: Connection['options']): void {
  const connection = connectionOf(queryClient);
  connection.options = options;
  connection.onChange?.();
}
