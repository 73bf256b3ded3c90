import type { MutationObserverOptions, QueryClient } from '@tanstack/query-core';
import type { CloseApiError } from '@closekit/client';
import type { CloseQueryKey, OptimisticLayer } from '../queries/close-query-options.ts';
import { describeWrite } from './described-write.ts';
import { applyResponse } from './update-affected.ts';
import { whenQuiet, whenRead } from './when-quiet.ts';

type Options<TData, TVariables, TOnMutateResult> = MutationObserverOptions<
  TData,
  CloseApiError,
  TVariables,
  TOnMutateResult
>;

/** A mutation of the tree with the options of the caller; those of `useCloseMutation` mean the same. */
export interface CloseWriteOptions<TData, TVariables, TOnMutateResult> extends Options<
  TData,
  TVariables,
  TOnMutateResult
> {
  /** The key of the operation, from the tree. */
  readonly mutationKey: CloseQueryKey;
  /** Whether a success updates the cache. Default: `true`. */
  readonly affects?: boolean | undefined;
  /** Whether the mutation waits until the affected queries on screen have been fetched again. Default: `false`. */
  readonly awaitRefetch?: boolean | undefined;
  /** Whether the write waits for the earlier writes of its entity. Default: `true`. */
  readonly inOrder?: boolean | undefined;
  /** Set by `optimistic`, which shows the write at once. */
  readonly layer?: OptimisticLayer<TVariables> | undefined;
}

/**
 * Adds the updates of the cache to a mutation; they run before the callbacks of the caller.
 *
 * @throws TypeError naming the wrong option.
 */
export function withCache<TData, TVariables, TOnMutateResult>(
  queryClient: QueryClient,
  cached: CloseWriteOptions<TData, TVariables, TOnMutateResult>,
  caller = 'useCloseMutation',
): Options<TData, TVariables, TOnMutateResult> {
  assertSwitches(caller, { ...cached });
  const { affects = true, awaitRefetch = false, inOrder = true, layer, ...mutation } = cached;
  const { mutationKey } = mutation;
  // With the defaults of the app, as `useMutation` applies them.
  const { onMutate, onSuccess, onError } = queryClient.defaultMutationOptions(mutation);

  // The callbacks pass all arguments on: their number depends on the version of TanStack Query.
  return {
    ...mutation,
    // In `meta`, which is stored with a paused mutation.
    ...(!inOrder && { meta: { ...mutation.meta, closeInOrder: false } }),
    ...(layer && {
      onMutate: async (...args) => {
        await layer.begin(queryClient, args[0]);
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- without the callback there is no such result
        return (await onMutate?.(...args)) as TOnMutateResult;
      },
      onError: (...args) => {
        layer.takeBack(queryClient, args[1], affects);
        return onError?.(...args);
      },
    }),
    onSuccess: (...args) => {
      const [data, variables] = args;
      layer?.keep(queryClient, variables, data);
      whenQuiet(
        queryClient,
        affects ? applyResponse(queryClient, mutationKey, { data, variables }) : () => undefined,
      );
      if (!awaitRefetch) return onSuccess?.(...args);
      const { isAffected } = describeWrite(queryClient, mutationKey, { variables, data });
      return whenRead(queryClient, isAffected).then(() => onSuccess?.(...args));
    },
  };
}

function assertSwitches(caller: string, options: Readonly<Record<string, unknown>>): void {
  for (const name of ['affects', 'awaitRefetch', 'inOrder'])
    if (!['undefined', 'boolean'].includes(typeof options[name]))
      throw new TypeError(`${caller}: \`${name}\` must be a boolean.`);
}
