'use client';

import type { CloseApiError } from '@closekit/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { UseMutationOptions, UseMutationResult } from '@tanstack/react-query';
import type { CloseMutations } from '../../generated/queries.ts';
import { useCloseContext } from '../queries/close-context.ts';
import type { CloseMutationOptions } from '../queries/close-query-options.ts';
import { withCache } from '../writes/with-cache.ts';

/** TanStack Query's own options, without those that the builder gives. */
export interface UseCloseMutationOptions<TData, TVariables, TOnMutateResult> extends Omit<
  UseMutationOptions<TData, CloseApiError, TVariables, TOnMutateResult>,
  'mutationKey' | 'mutationFn'
> {
  /**
   * Whether a success brings the cache up to date by itself: the entity is replaced, and what may hold it or be counted
   * from it is fetched again.
   *
   * @default true
   */
  readonly affects?: boolean | undefined;
  /**
   * Shows the write at once, wherever the cache holds the entity that `variables.id` names: its own query, lists, pages,
   * searches, its lead. `true` lays `variables.body` over it; a function makes of it what it will be, from as many fields
   * as the query asked for, and may run more than once. `delete` takes it out of the lists. A failure takes exactly this
   * write back, also while others are under way. Without an `id` nothing is shown before the answer.
   *
   * @default undefined
   */
  readonly optimistic?: true | ((entity: TData, variables: TVariables) => TData) | undefined;
}

/**
 * Writes to Close: `useMutation` with key, function and types filled in, which then brings the cache up to date.
 *
 * @param build - Picks the operation.
 * @param options - TanStack Query's options, `affects` and `optimistic`.
 * @returns What `useMutation` returns; `error` is a CloseApiError.
 * @throws TypeError outside of a CloseProvider.
 * @example
 * const rename = useCloseMutation((m) => m.leads.update(), { optimistic: true });
 * rename.mutate({ id, body: { name: 'Wayne Enterprises' } });
 */
export function useCloseMutation<TData, TVariables, TOnMutateResult = unknown>(
  build: (mutations: CloseMutations) => CloseMutationOptions<TData, TVariables>,
  options: UseCloseMutationOptions<TData, TVariables, TOnMutateResult> = {},
): UseMutationResult<TData, CloseApiError, TVariables, TOnMutateResult> {
  const queryClient = useQueryClient();
  const mutation = build(useCloseContext().queries.mutations);
  return useMutation(withCache(queryClient, { ...mutation, ...options }));
}
