import type { CloseApiError } from '@closekit/client';
import { QueryObserver } from '@tanstack/query-core';
import type { QueryObserverResult } from '@tanstack/query-core';
import { onScopeDispose, shallowRef, watch } from 'vue';
import type { ShallowRef } from 'vue';
import type { CloseAuthState, CloseCore, CloseQueryOptions, CloseQueryTree } from '../src/core.ts';

// #region vue
/** The auth state as a ref. */
export function useSession(core: CloseCore): ShallowRef<CloseAuthState> {
  const session = shallowRef(core.getSnapshot());
  onScopeDispose(core.subscribe(() => (session.value = core.getSnapshot())));
  return session;
}

/** The result of a query as a ref. Sends nothing while no session is connected. */
export function useQuery<TData>(
  core: CloseCore,
  build: (queries: CloseQueryTree) => CloseQueryOptions<TData>,
): ShallowRef<QueryObserverResult<TData, CloseApiError>> {
  const options = () => ({ ...build(core.getQueryOptions()) });
  const observer = new QueryObserver<TData, CloseApiError>(core.queryClient, options());
  const result = shallowRef(observer.getCurrentResult());
  const update = () => {
    observer.setOptions(options()); // the options of the next organization or user
    result.value = observer.getCurrentResult();
  };
  onScopeDispose(observer.subscribe((next) => (result.value = next)));
  watch(useSession(core), update, { flush: 'sync' });
  return result;
}
// #endregion vue
