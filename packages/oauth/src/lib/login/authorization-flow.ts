import { CloseOAuthError, isCloseOAuthError } from '../base/close-oauth-error.ts';
import type { AuthorizationTransaction } from '../protocol/start-authorization.ts';
import type { Sealer } from '../record/sealer.ts';

/** Seals the transactions of logins. Each can be used once, before it expires. */
export interface AuthorizationFlow {
  /** Seals a transaction for a cookie. */
  seal(transaction: AuthorizationTransaction): Promise<string>;
  /** Reads a transaction without using it up, also after it has been used or has expired. */
  read(sealed: string | undefined): Promise<AuthorizationTransaction>;
  /** Opens a transaction for a callback; a callback with its `state` uses it up. */
  open(sealed: string | undefined, callback: URL): Promise<AuthorizationTransaction>;
}

const place = 'authorization transaction';

/** The settings of a flow. */
export interface AuthorizationFlowOptions {
  readonly now: () => number;
  readonly flowLifetimeMs: number;
  /** Consumes a mark, once among all processes. */
  readonly consume: (mark: string, lifetimeMs: number) => Promise<boolean>;
}

/** Creates the flow of a vault. Used states are remembered by the store, for all processes, until they expire. */
export function createAuthorizationFlow(
  sealer: Sealer,
  { now, flowLifetimeMs, consume }: AuthorizationFlowOptions,
): AuthorizationFlow {
  return {
    seal: (transaction) => sealer.seal(JSON.stringify(transaction), place),
    read: (sealed) => unseal(sealer, sealed),
    async open(sealed, callback) {
      const transaction = await unseal(sealer, sealed);
      if (now() > transaction.startedAt + flowLifetimeMs) {
        throw new CloseOAuthError('flow_expired', 'The login took too long. Start it again.');
      }
      const isMatch = callback.searchParams.get('state') === transaction.state;
      // The whole lifetime, not the rest of it: the clock of another process may be behind.
      const isFirst = !isMatch || (await consume(`login:${transaction.state}`, flowLifetimeMs));
      // A refusal connects nothing, so it may be shown as often as it arrives.
      if (!isFirst && !callback.searchParams.get('error')) {
        throw new CloseOAuthError('state_replayed', 'This callback was used before. Start the login again.');
      }
      return transaction;
    },
  };
}

async function unseal(sealer: Sealer, sealed: string | undefined): Promise<AuthorizationTransaction> {
  if (!sealed) {
    throw new CloseOAuthError('state_missing', 'This browser has not started a login. Start it again.');
  }
  try {
    // Only the text of `seal` can be opened in this place.
    const transaction: AuthorizationTransaction = JSON.parse(await sealer.open(sealed, place));
    return transaction;
  } catch (error) {
    if (isCloseOAuthError(error) && error.code === 'keys_unavailable') throw error;
    const message = 'The login was not started by this app, or its keys have changed. Start it again.';
    throw new CloseOAuthError('state_mismatch', message);
  }
}
