import type { Query, QueryClient } from '@tanstack/query-core';
import { inputIn } from './affected-queries.ts';
import type { CloseQueryKey } from '../queries/close-query-options.ts';
import { describeWrite } from './described-write.ts';
import { fieldIn, textIn } from '../base/field-in.ts';
import { isOlder } from './is-older.ts';
import { markStale } from './mark-stale.ts';
import { patchRow, removeRow } from './patch-rows.ts';
import { rememberWrite } from './own-writes.ts';
import { replaceEntity } from './replace-entity.ts';
import { requestsFor } from '../queries/read-pages.ts';
import { whenQuiet } from './when-quiet.ts';

/** A write that has succeeded. */
export interface SucceededWrite {
  /** The variables of the mutation. */
  readonly variables: unknown;
  /** The response of Close. */
  readonly data: unknown;
}

/**
 * Updates the cache after a write. The query of the entity itself gets the response, and so do its rows in all
 * lists and loaded pages. The other queries that may hold the entity or counts of it (its lists, its lead,
 * searches, reports) are marked as stale, and those on screen are fetched again; the loaded pages of a list
 * are fetched in one request. A deleted entity is removed.
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
  whenQuiet(queryClient, applyResponse(queryClient, mutationKey, write));
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
  // A response in flight may be from before the write.
  const isRead = queryClient.isFetching({ queryKey: entityKey, exact: true }) > 0;
  const written = isWhole && !isRead ? JSON.stringify(entityKey) : undefined;
  rememberWrite(write.variables);

  // A query on screen stays until its component unmounts: fetching it again would only return 404.
  if (isRemoval) queryClient.removeQueries({ queryKey: entityKey, type: 'inactive' });
  if (id !== undefined && isRemoval) removeRow(queryClient, id, isAffected);
  else if (id !== undefined) patchRow(queryClient, write.data, { id, isAffected });
  if (isWhole)
    queryClient.setQueryData(entityKey, (old: unknown) =>
      old === undefined || isOlder(write.data, old) ? old : write.data,
    );
  const isStale = (query: Query): boolean => {
    if (isRemoval && inputIn(query.queryKey)['id'] === id) return false;
    return isAffected(query) && JSON.stringify(query.queryKey) !== written;
  };
  const isPatched = (query: Query): boolean => id !== undefined && !isRemoval && isLongList(query, id);
  return () => {
    markStale(queryClient, (query) => isStale(query) && !isPatched(query));
    markStale(queryClient, (query) => isStale(query) && isPatched(query), 'none');
  };
}

/**
 * Whether a list holds an entity and takes several requests to read. Its row is up to date; its place in the
 * list may be another one when the list is read the next time.
 */
function isLongList({ queryKey, state }: Query, id: string): boolean {
  const pages = fieldIn(state.data, 'pages');
  // The event log has earlier states of the entity, and takes one request.
  if (queryKey[2] === 'events' || !Array.isArray(pages) || requestsFor(pages) < 2) return false;
  return replaceEntity(pages, id, () => undefined) !== pages;
}

/** The response to a write with `_fields` is a part of the entity, which must not replace the whole. */
function hasFields(variables: unknown): boolean {
  return fieldIn(fieldIn(variables, 'query'), '_fields') !== undefined;
}
