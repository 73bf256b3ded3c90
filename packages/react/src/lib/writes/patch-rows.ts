import type { QueryClient } from '@tanstack/react-query';
import { pendingWritesOf } from './pending-writes.ts';
import { withResponse } from './write-layers.ts';
import type { Patch } from './write-layers.ts';

/**
 * Updates an entity by the response to a write, in every list and every loaded page that holds it. Sends
 * nothing.
 */
export function patchRow(
  queryClient: QueryClient,
  response: unknown,
  { id, isAffected }: Pick<Patch, 'id' | 'isAffected'>,
): void {
  const change: Patch['change'] = (entity) => withResponse(entity, response);
  pendingWritesOf(queryClient).patch({ id, isAffected, change });
}

/** Removes a deleted entity from every list and every loaded page. Sends nothing. */
export function removeRow(queryClient: QueryClient, id: string, isAffected: Patch['isAffected']): void {
  pendingWritesOf(queryClient).patch({ id, isAffected, change: () => undefined });
}
