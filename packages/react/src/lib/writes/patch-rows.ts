import type { Query, QueryClient } from '@tanstack/query-core';
import { applyWrite, withResponse } from './apply-write.ts';
import type { WrittenEntity } from './apply-write.ts';
import { pendingOf, whenQuiet } from './when-quiet.ts';

type IsAffected = WrittenEntity['isAffected'];

/**
 * Updates an entity by the response to a write, in every list and every loaded page that holds it. Sends
 * nothing.
 */
export function patchRow(
  queryClient: QueryClient,
  response: unknown,
  { id, isAffected }: Pick<WrittenEntity, 'id' | 'isAffected'>,
): void {
  patch(queryClient, { id, isAffected, change: (entity) => withResponse(entity, response) });
}

/** Removes a deleted entity from every list and every loaded page, once no write is pending. */
export function removeRow(queryClient: QueryClient, id: string, isAffected: IsAffected): void {
  whenQuiet(queryClient, () => patch(queryClient, { id, isAffected, change: () => undefined }));
}

/** Sets the data of a query, unlike `setQueryData` without marking it as fresh. */
export function setData(query: Query, data: unknown): void {
  if (data !== query.state.data) query.setState({ data });
}

function patch(queryClient: QueryClient, write: WrittenEntity): void {
  const pending = pendingOf.get(queryClient);
  for (const query of queryClient.getQueryCache().findAll({ queryKey: ['close'] }))
    setData(query, pending ? pending.patch(query, write) : applyWrite(query, query.state.data, write));
}
