import type { QueryClient, UseMutationOptions } from '@tanstack/react-query';
import type { CloseApiError } from '@closekit/client';
import type { CloseQueryKey } from '../queries/close-query-options.ts';
import { describeWrite } from './described-write.ts';
import { fieldIn } from '../base/field-in.ts';
import { isRecord } from '../base/is-record.ts';
import { markStale } from './mark-stale.ts';
import { pendingWritesOf } from './pending-writes.ts';
import { applyResponse } from './update-affected.ts';

type Options<TData, TVariables, TOnMutateResult> = UseMutationOptions<
  TData,
  CloseApiError,
  TVariables,
  TOnMutateResult
>;

/**
 * An optimistic update: a boolean, or a function that returns the updated entity. While the compiler does not know the
 * entity yet, anything passes: otherwise it would report a wrong value as an error of the builder.
 */
export type CloseOptimistic<TData, TVariables> =
  | boolean
  | ((entity: TData, variables: TVariables) => TData)
  | (unknown extends TData ? {} : never);

/** A mutation of the tree, with the options of the caller, `affects` and `optimistic`. */
interface CachedMutation<TData, TVariables, TOnMutateResult> extends Options<
  TData,
  TVariables,
  TOnMutateResult
> {
  readonly mutationKey: CloseQueryKey;
  readonly affects?: boolean | undefined;
  readonly awaitRefetch?: boolean | undefined;
  readonly inOrder?: boolean | undefined;
  readonly optimistic?: CloseOptimistic<TData, TVariables> | undefined;
}

/**
 * Adds the updates of the cache to a mutation; they run before the callbacks of the caller.
 *
 * @throws TypeError naming the wrong option.
 */
export function withCache<TData, TVariables, TOnMutateResult>(
  queryClient: QueryClient,
  cached: CachedMutation<TData, TVariables, TOnMutateResult>,
): Options<TData, TVariables, TOnMutateResult> {
  assertOptions({ ...cached });
  const { affects = true, awaitRefetch = false, inOrder = true, optimistic, ...mutation } = cached;
  const { mutationKey } = mutation;
  const pending = pendingWritesOf(queryClient);
  // With the defaults of the app, as `useMutation` applies them.
  const { onMutate, onSuccess, onError } = queryClient.defaultMutationOptions(mutation);

  // Passes all arguments on: their number depends on the version of TanStack Query.
  const ahead: Options<TData, TVariables, TOnMutateResult> = {
    onMutate: async (...args) => {
      await begin(queryClient, cached, args[0]);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- without the callback there is no such result
      return (await onMutate?.(...args)) as TOnMutateResult;
    },
    onError: (...args) => {
      const [, variables] = args;
      pending.takeBack(variables);
      const { isAffected } = describeWrite(queryClient, mutationKey, { variables });
      // Close may have applied the write: a response can get lost.
      pending.whenQuiet(() => affects && markStale(queryClient, isAffected));
      return onError?.(...args);
    },
  };
  return {
    ...mutation,
    // In `meta`, which is stored with a paused mutation.
    ...(!inOrder && { meta: { ...mutation.meta, closeInOrder: false } }),
    ...(optimistic && ahead),
    onSuccess: (...args) => {
      const [data, variables] = args;
      if (optimistic) pending.keep(variables, data);
      pending.whenQuiet(
        affects ? applyResponse(queryClient, mutationKey, { data, variables }) : () => undefined,
      );
      if (!awaitRefetch) return onSuccess?.(...args);
      const { isAffected } = describeWrite(queryClient, mutationKey, { variables, data });
      return pending.whenRead(isAffected).then(() => onSuccess?.(...args));
    },
  };
}

function assertOptions({ optimistic, ...switches }: Readonly<Record<string, unknown>>): void {
  if (!['undefined', 'boolean', 'function'].includes(typeof optimistic))
    throw new TypeError('useCloseMutation: `optimistic` must be a boolean or a function.');
  for (const name of ['affects', 'awaitRefetch', 'inOrder'])
    if (!['undefined', 'boolean'].includes(typeof switches[name]))
      throw new TypeError(`useCloseMutation: \`${name}\` must be a boolean.`);
}

async function begin<TData, TVariables, TOnMutateResult>(
  queryClient: QueryClient,
  { mutationKey, optimistic }: CachedMutation<TData, TVariables, TOnMutateResult>,
  variables: TVariables,
): Promise<void> {
  const { id, isRemoval, isAffected } = describeWrite(queryClient, mutationKey, { variables });
  // The place of a new entity in the lists is unknown.
  if (id === undefined) return;
  const change = (entity: object): unknown => {
    if (isRemoval) return undefined;
    if (typeof optimistic !== 'function') return withBody(entity, variables);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the object with this id is the entity, or a part of it
    return (optimistic as (part: object, sent: TVariables) => unknown)(entity, variables);
  };
  await pendingWritesOf(queryClient).begin({ variables, id, isAffected, change });
}

function withBody(entity: object, variables: unknown): object {
  const body = fieldIn(variables, 'body');
  const sent = Object.entries(isRecord(body) ? body : {}).filter(([, value]) => value !== undefined);
  return { ...entity, ...Object.fromEntries(sent) };
}
