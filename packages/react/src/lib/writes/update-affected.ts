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
  /** What was sent. */
  readonly variables: unknown;
  /** What Close answered. */
  readonly data: unknown;
}

/**
 * Brings the cache up to date after a write. The entity's own query takes the answer as it is; whatever else may hold
 * the entity or be counted from it (its lists, its lead, searches, reports) is marked stale, and what of it is on screen
 * is fetched again. What was deleted is removed.
 *
 * @param queryClient - The app's cache.
 * @param mutationKey - The key of the mutation, which names the organization, the resource and the operation.
 * @param write - What was sent and answered.
 * @example
 * const rename = queries.mutations.leads.update();
 * useMutation({ ...rename, onSuccess: (data, variables) => updateAffected(queryClient, rename.mutationKey, { data, variables }) });
 */
export function updateAffected(
  queryClient: QueryClient,
  mutationKey: CloseQueryKey,
  write: SucceededWrite,
): void {
  takeAnswer(queryClient, mutationKey, write)();
}

/**
 * The first half of {@link updateAffected}: puts the answer where the entity is shown.
 *
 * @param queryClient - The app's cache.
 * @param mutationKey - The key of the mutation.
 * @param write - What was sent and answered.
 * @returns The second half: marks the rest stale.
 */
export function takeAnswer(
  queryClient: QueryClient,
  mutationKey: CloseQueryKey,
  write: SucceededWrite,
): () => void {
  const { id, entityKey, isRemoval, isAffected } = describeWrite(queryClient, mutationKey, write);
  const isWhole = id !== undefined && textIn(write.data, 'id') === id && !hasFields(write.variables);
  const written = isWhole ? JSON.stringify(entityKey) : undefined;
  rememberWrite(write.variables);

  // What is still on screen goes with its component: to ask for it again would only answer 404.
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

/** A write with `_fields` answers with a part of the entity, which must not replace the whole. */
function hasFields(variables: unknown): boolean {
  return fieldIn(fieldIn(variables, 'query'), '_fields') !== undefined;
}
