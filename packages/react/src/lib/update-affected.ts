import type { Query, QueryClient } from '@tanstack/react-query';
import type { CloseQueryKey } from './close-query-options.ts';
import { isRecord } from './is-record.ts';

/** A write that has succeeded. */
export interface SucceededWrite {
  /** What was sent. */
  readonly variables: unknown;
  /** What Close answered. */
  readonly data: unknown;
}

/**
 * Brings the cache up to date after a write. The entity's own query takes the answer as it is; the lists of its resource
 * and every search are marked stale, and those on screen are fetched again; what was deleted is removed.
 *
 * @param queryClient The app's cache.
 * @param mutationKey The key of the mutation, which names the organization, the resource and the operation.
 * @param write What was sent and answered.
 * @example
 * const rename = queries.mutations.leads.update();
 * useMutation({ ...rename, onSuccess: (data, variables) => updateAffected(queryClient, rename.mutationKey, { data, variables }) });
 */
export function updateAffected(
  queryClient: QueryClient,
  mutationKey: CloseQueryKey,
  write: SucceededWrite,
): void {
  const [, scope, ...path] = mutationKey;
  const [resource] = path;
  const id = idIn(write.variables) ?? idIn(write.data);
  const entity = { queryKey: ['close', scope, ...path.slice(0, -1), 'get', { id }], exact: false };

  if (path.at(-1) === 'delete') queryClient.removeQueries(entity);
  const isWritten = isWhole(write, id);
  if (isWritten)
    queryClient.setQueryData(entity.queryKey, (old: unknown) => (old === undefined ? old : write.data));

  const written = isWritten ? JSON.stringify(entity.queryKey) : undefined;
  const predicate = (query: Query): boolean =>
    isTouched(query, id) && JSON.stringify(query.queryKey) !== written;
  void queryClient.invalidateQueries({ queryKey: ['close', scope, resource], predicate });
  void queryClient.invalidateQueries({ queryKey: ['close', scope, 'search'] });
}

/** A write with `_fields` answers with a part of the entity, which must not replace the whole. */
function isWhole({ variables, data }: SucceededWrite, id: string | undefined): boolean {
  const query = fieldIn(variables, 'query');
  return id !== undefined && idIn(data) === id && fieldIn(query, '_fields') === undefined;
}

/** A write to one entity leaves the others as they were, but not the lists they are in. */
function isTouched({ queryKey }: Query, id: string | undefined): boolean {
  const isGet = queryKey.at(-2) === 'get';
  return !isGet || id === undefined || idIn(queryKey.at(-1)) === id;
}

function idIn(value: unknown): string | undefined {
  const id = fieldIn(value, 'id');
  return typeof id === 'string' ? id : undefined;
}

function fieldIn(value: unknown, name: string): unknown {
  return isRecord(value) ? value[name] : undefined;
}
