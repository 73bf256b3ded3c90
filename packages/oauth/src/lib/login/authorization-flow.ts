import { CloseOAuthError } from '../base/close-oauth-error.ts';
import type { AuthorizationTransaction } from '../protocol/start-authorization.ts';
import type { Sealer } from '../record/sealer.ts';

/** Seals the transactions of logins. Each can be used once, before it expires. */
export interface AuthorizationFlow {
  /** Seals a transaction for a cookie. */
  seal(transaction: AuthorizationTransaction): Promise<string>;
  /** Opens a transaction for a callback; a callback with its `state` uses it up. */
  open(sealed: string | undefined, callback: URL): Promise<AuthorizationTransaction>;
}

const place = 'authorization transaction';
const rememberedStates = 10_000;

/** Creates the flow of a vault. It remembers the used states of this process until they expire. */
export function createAuthorizationFlow(
  sealer: Sealer,
  clock: { readonly now: () => number; readonly flowLifetimeMs: number },
): AuthorizationFlow {
  const consumed = new Map<string, number>();

  function consume(transaction: AuthorizationTransaction, now: number): void {
    for (const [state, expiresAt] of consumed) {
      if (expiresAt > now && consumed.size < rememberedStates) break;
      consumed.delete(state);
    }
    consumed.set(transaction.state, transaction.startedAt + clock.flowLifetimeMs);
  }

  return {
    seal: (transaction) => sealer.seal(JSON.stringify(transaction), place),
    async open(sealed, callback) {
      if (!sealed) {
        throw new CloseOAuthError('state_missing', 'This browser has not started a login. Start it again.');
      }
      const transaction = await unseal(sealer, sealed);
      const now = clock.now();
      if (now > transaction.startedAt + clock.flowLifetimeMs) {
        throw new CloseOAuthError('flow_expired', 'The login took too long. Start it again.');
      }
      if (callback.searchParams.get('state') === transaction.state) {
        if (consumed.has(transaction.state)) {
          throw new CloseOAuthError(
            'state_replayed',
            'This callback was used before. Start the login again.',
          );
        }
        consume(transaction, now);
      }
      return transaction;
    },
  };
}

async function unseal(sealer: Sealer, sealed: string): Promise<AuthorizationTransaction> {
  try {
    // Only the text of `seal` can be opened in this place.
    const transaction: AuthorizationTransaction = JSON.parse(await sealer.open(sealed, place));
    return transaction;
  } catch {
    const message = 'The login was not started by this app, or its keys have changed. Start it again.';
    throw new CloseOAuthError('state_mismatch', message);
  }
}
