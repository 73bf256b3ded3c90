'use client';

import type { QueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { organizationIn, userIn } from '../auth/state.ts';
import type { CloseAuthState } from '../auth/state.ts';

/**
 * Removes the data of a user from the cache after a change of user or organization, so that the next one
 * cannot see it.
 */
export function useForgetfulCache(queryClient: QueryClient, state: CloseAuthState): void {
  const scope = organizationIn(state);
  const user = userIn(state);
  const before = useRef({ scope, user });
  // The queries on screen already have their new keys: effects of children run before those of parents.
  useEffect(() => {
    const left = before.current;
    before.current = { scope, user };
    if (left.scope === undefined || (left.scope === scope && left.user === user)) return;
    const queryKey = ['close', left.scope];
    queryClient.removeQueries({ queryKey, type: 'inactive' });
    // Fetched again only for another user of the same organization. A suspended query still counts as active.
    if (left.scope === scope) void queryClient.resetQueries({ queryKey });
    else for (const query of queryClient.getQueryCache().findAll({ queryKey })) query.reset();
    const mutations = queryClient.getMutationCache();
    for (const mutation of mutations.findAll({ mutationKey: queryKey })) mutations.remove(mutation);
  }, [queryClient, scope, user]);
}
