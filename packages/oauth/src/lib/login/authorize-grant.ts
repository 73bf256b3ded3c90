import { CloseOAuthError, isCloseOAuthError } from '../base/close-oauth-error.ts';
import type { TokenSet } from '../base/token-set.ts';
import { revokeTokens } from '../protocol/revoke-tokens.ts';
import { isUnreadable } from '../record/record-unreadable.ts';
import type { GrantRecord } from '../record/token-store.ts';
import { updateRecord } from '../record/update-record.ts';
import { cacheTokens } from '../vault/cache-tokens.ts';
import { tryQuickly } from '../vault/try-quickly.ts';
import type { GrantState, Vault } from '../vault/vault.ts';

/** Tokens of a login on their way to the store. */
interface Login {
  readonly tokens: TokenSet;
  record?: GrantRecord;
  failure?: unknown;
  /** Whether it was given up: a write that has not started by then must not store revoked tokens. */
  isOver: boolean;
}

/**
 * Stores the tokens of a login over any record of the grant, also one that cannot be read: a login takes
 * precedence. Tokens that cannot be stored are revoked; they do not stay in memory, because the user is still
 * there and can start again.
 *
 * @throws CloseOAuthError `store_unavailable` when they could not be stored. The message contains whether they
 * were revoked.
 */
export async function authorizeGrant(vault: Vault, state: GrantState, tokens: TokenSet): Promise<void> {
  const login: Login = { tokens, isOver: false };
  await tryQuickly(
    vault,
    () => tryToStore(vault, state, login),
    () => login.record !== undefined,
  );
  const { record } = login;
  if (record === undefined) throw await giveUp(vault, state, login);
  state.unsaved = undefined;
  state.refused = undefined;
  state.backOff = undefined;
  cacheTokens(vault, state, { ...record, tokens });
}

async function tryToStore(vault: Vault, state: GrantState, login: Login): Promise<void> {
  try {
    const record = await replaceRecord(vault, state, login);
    if (record !== undefined) login.record = record;
  } catch (error) {
    login.failure = error;
    const code = isCloseOAuthError(error) ? error.code : 'store_unavailable';
    vault.emit('store_retry', state.id, { code });
  }
}

async function replaceRecord(
  vault: Vault,
  state: GrantState,
  login: Login,
): Promise<GrantRecord | undefined> {
  try {
    return await writeRecord(vault, state, login);
  } catch (error) {
    if (!isUnreadable(error) || login.isOver) throw error;
    // The row has no version that could be compared, and a login takes precedence over what it holds.
    await vault.records.erase(state.id);
    return writeRecord(vault, state, login);
  }
}

async function writeRecord(
  { records }: Vault,
  { id }: GrantState,
  login: Login,
): Promise<GrantRecord | undefined> {
  const { record, isWritten } = await updateRecord(records, id, {
    async change(found) {
      const sealed = await records.seal(login.tokens, (found?.generation ?? 0) + 1);
      return login.isOver ? undefined : { ...sealed, status: 'active', refreshes: 0, lease: null };
    },
  });
  return isWritten ? record : undefined;
}

async function giveUp(vault: Vault, state: GrantState, login: Login): Promise<CloseOAuthError> {
  login.isOver = true;
  const isRevoked = mayRevoke(vault, state) && (await isRevokedNow(vault, login.tokens));
  const outcome = isRevoked
    ? 'so they were revoked'
    : 'and they were not revoked: they work until they expire';
  const message = `The tokens of the login could not be stored, ${outcome}. Repair the store and start again.`;
  return new CloseOAuthError('store_unavailable', message, { cause: login.failure });
}

// At some servers a revocation ends all connections of the user: that of an earlier login is worth more.
function mayRevoke({ profile: { loginsAreIndependent } }: Vault, { cached, unsaved }: GrantState): boolean {
  const isConnected = cached !== undefined || unsaved !== undefined;
  return loginsAreIndependent === true || (loginsAreIndependent === 'unknown' && !isConnected);
}

async function isRevokedNow(vault: Vault, tokens: TokenSet): Promise<boolean> {
  try {
    await revokeTokens({ ...(await vault.config()), tokens });
    return true;
  } catch {
    return false;
  }
}
