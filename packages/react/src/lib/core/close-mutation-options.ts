import type { CloseApiError } from '@closekit/client';
import type { MutationObserverOptions } from '@tanstack/query-core';
import { withCache } from '../writes/with-cache.ts';
import type { CloseWriteOptions } from '../writes/with-cache.ts';
import type { CloseCore } from './create-close-core.ts';

/**
 * Adds the updates of the cache to a write, as `useCloseMutation` does in React.
 *
 * @param core - The core of the app.
 * @param options - The options of the tree, which `optimistic` may have changed, and those of TanStack Query, with
 * `affects`, `awaitRefetch` and `inOrder`.
 * @returns Options for a mutation of TanStack Query.
 * @throws TypeError if one of these three has the wrong type.
 * @example
 * ```ts
 * const { mutations } = core.getQueryOptions();
 * const rename = closeMutationOptions(core, optimistic(mutations.leads.update()));
 * ```
 */
export function closeMutationOptions<TData, TVariables, TOnMutateResult = unknown>(
  core: Pick<CloseCore, 'queryClient'>,
  options: CloseWriteOptions<TData, TVariables, TOnMutateResult>,
): MutationObserverOptions<TData, CloseApiError, TVariables, TOnMutateResult> {
  return withCache(core.queryClient, options, 'closeMutationOptions');
}
