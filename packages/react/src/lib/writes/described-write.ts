import type { QueryClient, QueryKey } from '@tanstack/query-core';
import { affectedBy } from './affected-queries.ts';
import type { CachedQuery } from './affected-queries.ts';
import type { CloseQueryKey } from '../queries/close-query-options.ts';
import { fieldIn, textIn } from '../base/field-in.ts';

/** The entity of a write, and the queries that the write affects. */
export interface DescribedWrite {
  /** The id of the written entity, if it has one. */
  readonly id: string | undefined;
  /** The key of the query that reads the entity. */
  readonly entityKey: QueryKey;
  /** Whether the write deletes the entity. */
  readonly isRemoval: boolean;
  /** Whether a query may hold the entity, or counts of it. */
  readonly isAffected: (query: CachedQuery) => boolean;
}

/**
 * Derives the entity and the affected queries from a mutation.
 *
 * @param queryClient - The cache of the app, which may know the lead of the entity.
 * @param mutationKey - The key of the mutation.
 * @param write - The variables of the mutation, and its response if there is one already.
 */
export function describeWrite(
  queryClient: QueryClient,
  mutationKey: CloseQueryKey,
  write: { readonly variables: unknown; readonly data?: unknown },
): DescribedWrite {
  const [, scope, ...path] = mutationKey;
  const operation = String(path.at(-1));
  const id = textIn(write.variables, 'id') ?? textIn(write.data, 'id');
  // `update` writes the entity that `get` reads, and `updateSubscription` the one of `getSubscription`.
  const read = operation.replace(/^[a-z]+/, 'get');
  const entityKey = ['close', scope, ...path.slice(0, -1), read, { id }];
  const leadId = leadIn(write, queryClient.getQueryData(entityKey));
  const ids = [id, leadId].filter((known) => known !== undefined);
  return {
    id,
    entityKey,
    isRemoval: id !== undefined && operation.startsWith('delete'),
    isAffected: affectedBy({ scope, resource: String(path[0]), ids }),
  };
}

/** An entity that moves from one lead to another affects both, and one of them may be unknown. */
function leadIn(
  { variables, data }: { variables: unknown; data?: unknown },
  known: unknown,
): string | undefined {
  const sent = textIn(fieldIn(variables, 'body'), 'lead_id');
  if (sent !== undefined && textIn(variables, 'id') !== undefined) return undefined;
  return sent ?? textIn(data, 'lead_id') ?? textIn(known, 'lead_id');
}
