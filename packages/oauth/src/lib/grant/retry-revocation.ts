import { isCloseOAuthError } from '../base/close-oauth-error.ts';
import type { CloseOAuthError } from '../base/close-oauth-error.ts';
import { pause } from '../vault/pause.ts';
import type { GrantState, Vault } from '../vault/vault.ts';
import { finishRevocation } from './revoke-grant.ts';

const firstPauseMs = 1000;
const longestPauseMs = 300_000;
/** Failures that time does not repair. `keepAlive` counts them. */
const finalCodes: readonly string[] = ['closed', 'record_unreadable', 'record_too_new'];

/**
 * Tries a disconnect, after a failure with a pause before, until the server confirms it or the vault closes. Where the host may end the process
 * with a call, and after `close`, that is left to `keepAlive`: the mark is in the record.
 */
export function retryRevocation(vault: Vault, state: GrantState, failure?: CloseOAuthError): void {
  if (vault.host.callMs !== Infinity || vault.closed() || isFinal(failure)) return;
  const isIdle = vault.unrevoked.size === 0;
  vault.unrevoked.add(state);
  if (isIdle) void retryAll(vault, failure);
}

/** One attempt after each pause, whatever the number of grants: a server that has just come back is not flooded. */
async function retryAll(vault: Vault, first: CloseOAuthError | undefined): Promise<void> {
  // A process that has nothing else to do may end: the mark is in the record.
  const idle = { sleep: vault.idleSleep, closing: vault.closing };
  let failure = first;
  let failures = 0;
  for (const state of vault.unrevoked) {
    failures = failure === undefined ? 0 : failures + 1;
    if (failure !== undefined) await pause(idle, pauseMs(vault, failure, failures));
    if (vault.closed()) break;
    failure = await tryAgain(vault, state);
    // A set is walked in the order of insertion: its turn comes again after all others.
    vault.unrevoked.delete(state);
    if (failure !== undefined && !isFinal(failure)) vault.unrevoked.add(state);
  }
  vault.unrevoked.clear();
}

function isFinal(failure: CloseOAuthError | undefined): boolean {
  return failure !== undefined && finalCodes.includes(failure.code);
}

async function tryAgain(vault: Vault, state: GrantState): Promise<CloseOAuthError | undefined> {
  try {
    return await finishRevocation(vault, state);
  } catch (error) {
    if (isCloseOAuthError(error)) return error;
    throw error;
  }
}

function pauseMs({ random }: Vault, { retryAfterMs = 0 }: CloseOAuthError, failures: number): number {
  const backOffMs = Math.min(firstPauseMs * 2 ** (failures - 1), longestPauseMs);
  return Math.max(Math.min(retryAfterMs, longestPauseMs), backOffMs * (0.5 + random() / 2));
}
