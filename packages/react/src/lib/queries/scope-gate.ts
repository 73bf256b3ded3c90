import { CloseApiError } from '@closekit/client';
import type { CloseClient } from '@closekit/client';
import { scopeOf } from '../auth/state.ts';
import type { CloseAuthState } from '../auth/state.ts';
import type { AuthStore } from '../auth/store.ts';

/** Stands in the keys of options without a scope. */
export const noScope = 'none';

/** Decides whether the calls of a tree may be sent: only while the page is in their scope. */
export interface ScopeGate {
  /** Whether calls may be sent. */
  readonly isOpen: () => boolean;
  /** Returns the error of a call that may not be sent. Waits for the session if it has not been read yet. */
  readonly refusal: () => Promise<Error>;
  /** Returns the auth state of the page, if there is one. */
  readonly page: () => AuthStore | undefined;
}

/** The auth state of the page that uses a client: of its CloseProvider. */
const pages = new WeakMap<CloseClient, AuthStore>();

/** Lets options that are created outside of React follow the page of a client. Returns a function that ends it. */
export function followPage(client: CloseClient, auth: AuthStore): () => void {
  pages.set(client, auth);
  return () => {
    if (pages.get(client) === auth) pages.delete(client);
  };
}

/**
 * Creates the gate of a tree.
 *
 * @param scope - The scope of the tree; `undefined` sends nothing.
 * @param pageOf - Returns the auth state of the page, if there is one.
 */
export function createScopeGate(scope: string | undefined, pageOf: () => AuthStore | undefined): ScopeGate {
  const isOpen = (): boolean => {
    const state = pageOf()?.getSnapshot();
    // While the page reads its session, the one that the options were created with counts.
    return (
      scope !== undefined && (state === undefined || state.status === 'loading' || scopeOf(state) === scope)
    );
  };
  const refusal = async (): Promise<Error> => {
    const page = pageOf();
    // On a server the session is never read.
    if (typeof window !== 'undefined') await page?.until(isKnown);
    const state = page?.getSnapshot();
    if (state?.status === 'error') return state.error;
    if (state && scopeOf(state)) return new CloseApiError('aborted', 'The session has changed. Call again.');
    return new CloseApiError('reauthorization_required', 'No session is connected.', {
      backendCode: 'signed_out',
    });
  };
  return { isOpen, refusal, page: pageOf };
}

/** Returns the gate of options that are created outside of React: it follows the page of the client, if there is one. */
export function scopeGateOf(client: CloseClient, scope: string | undefined): ScopeGate {
  return createScopeGate(scope, () => pages.get(client));
}

function isKnown({ status }: CloseAuthState): boolean {
  return status !== 'loading';
}
