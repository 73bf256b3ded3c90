import type { QueryClient } from '@tanstack/react-query';
import { inputIn } from './affected-queries.ts';
import type { CloseQueryKey } from '../queries/close-query-options.ts';
import { describeWrite } from './described-write.ts';
import { fieldIn, textIn } from '../base/field-in.ts';
import { isOlder } from './is-older.ts';
import { markStale } from './mark-stale.ts';
import { rememberWrite } from './own-writes.ts';

/** A write that has succeeded. */
export interface SucceededWrite {
  /** The variables of the mutation. */
  readonly variables: unknown;
  /** The response of Close. */
  readonly data: unknown;
}

/**
 * Updates the cache after a write. The query of the entity itself gets the response. All other queries that
 * may hold the entity or counts of it (its lists, its lead, searches, reports) are marked as stale, and those
 * on screen are fetched again. A deleted entity is removed.
 *
 * @param queryClient - The cache of the app.
 * @param mutationKey - The key of the mutation: identifies the organization, the resource and the operation.
 * @param write - The variables and the response of the mutation.
 * @example
 * ```ts
 * const rename = queries.mutations.leads.update();
 * useMutation({ ...rename, onSuccess: (data, variables) => updateAffected(queryClient, rename.mutationKey, { data, variables }) });
 * ```
 */
export function updateAffected(
  queryClient: QueryClient,
  mutationKey: CloseQueryKey,
  write: SucceededWrite,
): void {
  applyResponse(queryClient, mutationKey, write)();
}

/**
 * The first half of {@link updateAffected}: stores the response in the query of the entity.
 *
 * @returns The second half: marks the other queries as stale.
 */
export function applyResponse(
  queryClient: QueryClient,
  mutationKey: CloseQueryKey,
  write: SucceededWrite,
): () => void {
  const { id, entityKey, isRemoval, isAffected } = describeWrite(queryClient, mutationKey, write);
  const isWhole = id !== undefined && textIn(write.data, 'id') === id && !hasFields(write.variables);
  const written = isWhole ? JSON.stringify(entityKey) : undefined;
  rememberWrite(write.variables);

  // A query on screen stays until its component unmounts: fetching it again would only return 404.
  if (isRemoval) queryClient.removeQueries({ queryKey: entityKey, type: 'inactive' });
  if (isWhole)
    queryClient.setQueryData(entityKey, (old: unknown) =>
      old === undefined || isOlder(write.data, old) ? old : write.data,
    );
  return () =>
    markStale(queryClient, (query) => {
      if (isRemoval && inputIn(query.queryKey)['id'] === id) return false;
      return isAffected(query) && JSON.stringify(query.queryKey) !== written;
    });
}

/** The response to a write with `_fields` is a part of the entity, which must not replace the whole. */
function hasFields(variables: unknown): boolean {
  return fieldIn(fieldIn(variables, 'query'), '_fields') !== undefined;
}
