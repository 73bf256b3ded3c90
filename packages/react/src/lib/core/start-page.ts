import type { CloseClient } from '@closekit/client';
import type { QueryClient } from '@tanstack/query-core';
import type { AuthStore } from '../auth/store.ts';
import { joinEndings } from '../base/join-endings.ts';
import { guardCache } from '../queries/guard-cache.ts';
import { createOptionRoot } from '../queries/option-root.ts';
import type { OptionRoot } from '../queries/option-tree.ts';
import { createScopeGate, followPage } from '../queries/scope-gate.ts';

/** The parts of an app that belong together. */
export interface PageParts {
  readonly client: CloseClient;
  readonly queryClient: QueryClient;
  readonly auth: AuthStore;
}

/** Connects the auth state to the cache, the client and the page. Returns a function that ends it. */
export function startPage({ client, queryClient, auth }: PageParts): () => void {
  return joinEndings(guardCache(queryClient, auth), followPage(client, auth), auth.start());
}

/** Returns the root of the options of a scope, which send nothing once the auth state has another one. */
export function rootOf(
  { client, auth }: Omit<PageParts, 'queryClient'>,
  scope: string | undefined,
): OptionRoot {
  return createOptionRoot(
    client,
    scope,
    createScopeGate(scope, () => auth),
  );
}
