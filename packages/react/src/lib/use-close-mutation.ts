'use client';

import type { CloseApiError } from '@closekit/client';
import {
  useMutation,
  useQueryClient,
  type UseMutationOptions,
  type UseMutationResult,
} from '@tanstack/react-query';
import type { CloseMutations } from '../generated/queries.ts';
import { useCloseContext } from './close-context.ts';
import type { CloseMutationOptions } from './close-query-options.ts';
import { updateAffected } from './update-affected.ts';

type AllOptions<TData, TVariables, TOnMutateResult> = UseMutationOptions<
  TData,
  CloseApiError,
  TVariables,
  TOnMutateResult
>;

type Inherited<TData, TVariables, TOnMutateResult> = Omit<
  AllOptions<TData, TVariables, TOnMutateResult>,
  'mutationKey' | 'mutationFn'
>;

/** TanStack Query's own options, without those that the builder gives. */
export interface UseCloseMutationOptions<TData, TVariables, TOnMutateResult> extends Inherited<
  TData,
  TVariables,
  TOnMutateResult
> {
  /**
   * Whether a success brings the cache up to date by itself: the entity is replaced, the lists of its resource are
   * fetched again.
   *
   * @default true
   */
  readonly affects?: boolean | undefined;
}

/**
 * Writes to Close: `useMutation` with key, function and types filled in, which then brings the cache up to date.
 *
 * @param build Picks the operation.
 * @param options TanStack Query's options, and `affects`.
 * @returns What `useMutation` returns; `error` is a CloseApiError.
 * @throws TypeError outside of a CloseProvider.
 * @example
 * const rename = useCloseMutation((m) => m.leads.update());
 * rename.mutate({ id, body: { name: 'Wayne Enterprises' } });
 */
export function useCloseMutation<TData, TVariables, TOnMutateResult = unknown>(
  build: (mutations: CloseMutations) => CloseMutationOptions<TData, TVariables>,
  options: UseCloseMutationOptions<TData, TVariables, TOnMutateResult> = {},
): UseMutationResult<TData, CloseApiError, TVariables, TOnMutateResult> {
  const queryClient = useQueryClient();
  const mutation = build(useCloseContext().queries.mutations);
  const { affects = true, ...rest } = options;
  // The app's own defaults count as they do for `useMutation`.
  const { onSuccess } = queryClient.defaultMutationOptions<AllOptions<TData, TVariables, TOnMutateResult>>({
    ...mutation,
    ...rest,
  });
  return useMutation<TData, CloseApiError, TVariables, TOnMutateResult>({
    ...mutation,
    ...rest,
    // All arguments are passed on as they are: how many there are depends on the version of TanStack Query.
    onSuccess: (...args) => {
      const [data, variables] = args;
      if (affects) updateAffected(queryClient, mutation.mutationKey, { data, variables });
      return onSuccess?.(...args);
    },
  });
}
