import type { Query, QueryClient } from '@tanstack/query-core';
import { pendingWritesOf } from './pending-writes.ts';
import { applyWrite, withResponse } from './write-layers.ts';
import type { PendingWrite } from './write-layers.ts';

/** A change of one entity, wherever the cache holds it. */
type Patch = Omit<PendingWrite, 'variables'>;

/**
 * Updates an entity by the response to a write, in every list and every loaded page that holds it. Sends
 * nothing.
 */
export function patchRow(
  queryClient: QueryClient,
  response: unknown,
  { id, isAffected }: Pick<Patch, 'id' | 'isAffected'>,
): void {
  patch(queryClient, { id, isAffected, change: (entity) => withResponse(entity, response) });
}

/** Removes a deleted entity from every list and every loaded page, once no write is pending. */
export function removeRow(queryClient: QueryClient, id: string, isAffected: Patch['isAffected']): void {
  pendingWritesOf(queryClient).whenQuiet(() =>
    patch(queryClient, { id, isAffected, change: () => undefined }),
  );
}

function patch(queryClient: QueryClient, change: Patch): void {
  for (const query of queryClient.getQueryCache().findAll({ queryKey: ['close'] })) patchQuery(query, change);
}

function patchQuery(query: Query, change: Patch): void {
  const data = applyWrite(query, query.state.data, change);
  // Not `setQueryData`, which would mark the data as fresh.
  if (data !== query.state.data) query.setState({ data });
}
