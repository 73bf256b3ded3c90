import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { affectedBy } from './affected-queries.ts';
import type { CachedQuery } from './affected-queries.ts';
import type { CloseQueryKey } from '../queries/close-query-options.ts';
import { fieldIn, textIn } from '../base/field-in.ts';

/** What a write is about. */
export interface DescribedWrite {
  /** The entity that is written, where it has an id. */
  readonly id: string | undefined;
  /** The key of the read that answers with the entity. */
  readonly entityKey: QueryKey;
  /** Whether that entity is gone afterwards. */
  readonly isRemoval: boolean;
  /** Whether a query may hold what is written. */
  readonly isAffected: (query: CachedQuery) => boolean;
}

/**
 * Reads from a mutation what it is about.
 *
 * @param queryClient - The app's cache, which may know to which lead the entity belongs.
 * @param mutationKey - The key of the mutation.
 * @param write - What is sent, and answered if it is already.
 * @returns What it is about.
 */
export function describeWrite(
  queryClient: QueryClient,
  mutationKey: CloseQueryKey,
  write: { readonly variables: unknown; readonly data?: unknown },
): DescribedWrite {
  const [, scope, ...path] = mutationKey;
  const operation = String(path.at(-1));
  const id = textIn(write.variables, 'id') ?? textIn(write.data, 'id');
  // `update` writes what `get` reads, and `updateSubscription` what `getSubscription` does.
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

/** Something that moves from one lead to another concerns both, of which one may not be known. */
function leadIn(
  { variables, data }: { variables: unknown; data?: unknown },
  known: unknown,
): string | undefined {
  const sent = textIn(fieldIn(variables, 'body'), 'lead_id');
  if (sent !== undefined && textIn(variables, 'id') !== undefined) return undefined;
  return sent ?? textIn(data, 'lead_id') ?? textIn(known, 'lead_id');
}
