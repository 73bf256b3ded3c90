'use client';

import type { CloseApiError } from '@closekit/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { UseMutationOptions, UseMutationResult } from '@tanstack/react-query';
import type { CloseMutations } from '../../generated/queries.ts';
import { useCloseContext } from '../queries/close-context.ts';
import type { CloseMutationOptions } from '../queries/close-query-options.ts';
import { writesOf } from '../queries/option-tree.ts';
import { withCache } from '../writes/with-cache.ts';

/** The options of TanStack Query, without those of the builder. */
export interface UseCloseMutationOptions<TData, TVariables, TOnMutateResult> extends Omit<
  UseMutationOptions<TData, CloseApiError, TVariables, TOnMutateResult>,
  'mutationKey' | 'mutationFn'
> {
  /**
   * Whether a success updates the cache: the entity is replaced, and the queries that may hold it, or counts
   * of it, are fetched again.
   * Default: `true`.
   */
  readonly affects?: boolean | undefined;
  /**
   * Whether the mutation waits until the queries on screen that it affects have been fetched again:
   * `mutateAsync` resolves, and `onSuccess` is called, when the page shows the new data. A query that fails, or
   * that is paused because the browser is offline, is not waited for.
   * Default: `false`.
   */
  readonly awaitRefetch?: boolean | undefined;
  /**
   * Whether the write waits for the earlier writes of its entity, and later ones wait for it. `false` sends it
   * at once, for writes whose order does not matter, such as several files of one lead. With plain
   * `useMutation`: `meta: { closeInOrder: false }`.
   * Default: `true`.
   */
  readonly inOrder?: boolean | undefined;
}

/**
 * Writes to Close and updates the cache: `useMutation` with key, function and types filled in. The writes of
 * one entity are sent one after the other, in the order of their calls, from whatever component they come.
 *
 * @param build - Selects the operation; `optimistic` makes it optimistic.
 * @param options - The options of TanStack Query, `affects`, `awaitRefetch` and `inOrder`.
 * @returns The result of `useMutation`; `error` is a CloseApiError.
 * @throws Error outside of a CloseProvider.
 * @throws TypeError if one of these three has the wrong type.
 * @example
 * ```ts
 * const rename = useCloseMutation((m) => optimistic(m.leads.update()));
 * rename.mutate({ id, body: { name: 'Wayne Enterprises' } });
 * ```
 */
export function useCloseMutation<TData, TVariables, TOnMutateResult = unknown>(
  build: (mutations: CloseMutations) => CloseMutationOptions<TData, TVariables>,
  options: UseCloseMutationOptions<TData, TVariables, TOnMutateResult> = {},
): UseMutationResult<TData, CloseApiError, TVariables, TOnMutateResult> {
  const queryClient = useQueryClient();
  const mutation = build(writesOf(useCloseContext().root));
  return useMutation(withCache(queryClient, { ...mutation, ...options }));
}
