import type { QueryClient } from '@tanstack/query-core';
import { fieldIn } from '../base/field-in.ts';
import { isRecord } from '../base/is-record.ts';
import type { CloseMutationOptions } from '../queries/close-query-options.ts';
import { describeWrite } from './described-write.ts';
import { markStale } from './mark-stale.ts';
import { pendingWritesOf } from './pending-writes.ts';
import { whenQuiet } from './when-quiet.ts';

/**
 * Makes a write optimistic: `useCloseMutation` shows it at once, wherever the cache holds the entity with the id
 * `variables.id`: in its own query, lists, pages, searches, and its lead. A `delete` removes the entity from the
 * lists. A failure takes back exactly this write, even while others are pending. Without an `id` nothing is shown
 * before the response.
 *
 * @param mutation - The options of the write.
 * @param change - Returns the updated entity. It gets the fields that a query selects, must not have side effects, and
 * may run more than once. Default: lays `variables.body` over the entity.
 * @returns The same options for `useCloseMutation`, which shows the write.
 * @throws TypeError if `change` is not a function.
 * @example
 * ```ts
 * const rename = useCloseMutation((m) => optimistic(m.leads.update()));
 * const move = useCloseMutation((m) =>
 *   optimistic(m.leads.update(), (lead, { body }) => ({ ...lead, display_name: body.name })),
 * );
 * ```
 */
export function optimistic<TData, TVariables>(
  mutation: CloseMutationOptions<TData, TVariables>,
  change?: (entity: TData, variables: TVariables) => TData,
): CloseMutationOptions<TData, TVariables> {
  if (change !== undefined && typeof change !== 'function')
    throw new TypeError('optimistic: `change` must be a function.');
  const { mutationKey } = mutation;
  return {
    ...mutation,
    layer: {
      begin: (queryClient, variables) => begin(queryClient, { mutationKey, change }, variables),
      keep: (queryClient, variables, data) => pendingWritesOf(queryClient).keep(variables, data),
      takeBack: (queryClient, variables, affects) => {
        const { isAffected } = describeWrite(queryClient, mutationKey, { variables });
        pendingWritesOf(queryClient).takeBack(variables);
        // Close may have applied the write: a response can get lost.
        whenQuiet(queryClient, () => affects && markStale(queryClient, isAffected));
      },
    },
  };
}

interface OptimisticWrite<TData, TVariables> extends Pick<
  CloseMutationOptions<TData, TVariables>,
  'mutationKey'
> {
  readonly change: ((entity: TData, variables: TVariables) => TData) | undefined;
}

async function begin<TData, TVariables>(
  queryClient: QueryClient,
  { mutationKey, change }: OptimisticWrite<TData, TVariables>,
  variables: TVariables,
): Promise<void> {
  const { id, isRemoval, isAffected } = describeWrite(queryClient, mutationKey, { variables });
  // The place of a new entity in the lists is unknown.
  if (id === undefined) return;
  const apply = (entity: object): unknown => {
    if (isRemoval) return undefined;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the object with this id is the entity, or a part of it
    return change ? change(entity as TData, variables) : withBody(entity, variables);
  };
  await pendingWritesOf(queryClient).begin({ variables, id, isAffected, change: apply });
}

function withBody(entity: object, variables: unknown): object {
  const body = fieldIn(variables, 'body');
  const sent = Object.entries(isRecord(body) ? body : {}).filter(([, value]) => value !== undefined);
  return { ...entity, ...Object.fromEntries(sent) };
}
