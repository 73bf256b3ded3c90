import { assertCount } from '../base/assert-count.ts';
import { assertDuration } from '../base/assert-duration.ts';
import { isCloseOAuthError } from '../base/close-oauth-error.ts';
import type { CloseOAuthError, CloseOAuthErrorCode } from '../base/close-oauth-error.ts';
import { eachConcurrently } from '../base/each-concurrently.ts';
import { awaitToken } from '../refresh/await-token.ts';
import { waitFor } from '../base/wait-for.ts';
import { readRow } from '../record/read-row.ts';
import type { ReadRow } from '../record/read-row.ts';
import type { GrantRecord } from '../record/token-store.ts';
import { pauseUntil } from '../vault/pause.ts';
import type { GrantState, Vault } from '../vault/vault.ts';
import { assertWalking } from './assert-walking.ts';
import { finishRevocation } from './revoke-grant.ts';
import type { CachedGrant, GrantStates } from './grant-states.ts';

/** The progress of {@link GrantOperations.keepAlive}. */
export interface KeepAliveProgress {
  /** Rows that were read. */
  readonly seen: number;
  /** Grants that have a new token pair. */
  readonly refreshed: number;
  /** Disconnects that were finished. */
  readonly revoked: number;
  /** Grants that were left to another process, or to a later call. */
  readonly postponed: number;
  /** Rows that cannot be read: see `listGrants`. */
  readonly unreadable: number;
  /** The number of failures by code. `reauthorization_required` are lost; all others may work in a later call. */
  readonly failed: Readonly<Partial<Record<CloseOAuthErrorCode, number>>>;
}

/** The options of {@link GrantOperations.keepAlive}. */
export interface KeepAliveOptions {
  /** Grants whose token pair is older than this are refreshed, in milliseconds. */
  idleForMs: number;
  /** How many grants are refreshed at a time. Default: 4. */
  concurrency?: number | undefined;
  /** Called after every row. */
  onProgress?: ((progress: KeepAliveProgress) => void) | undefined;
  /** Stops with `aborted`, after the refreshes whose token is sent already. Call again to resume. */
  signal?: AbortSignal | undefined;
}

type Outcome = 'refreshed' | 'revoked' | 'postponed' | 'unreadable' | undefined;

interface Walk {
  readonly signal: AbortSignal | undefined;
  /** Pairs that were issued before are refreshed. */
  readonly dueBefore: number;
  /** When the server takes requests again, by the monotonic clock. */
  resumeAt: number;
}

const longestTries = 10;
const defaultConcurrency = 4;
const longestPauseMs = 300_000;

/**
 * Refreshes the grants that were idle, and finishes disconnects.
 *
 * @throws CloseOAuthError `aborted`, `closed`, or `store_unavailable` when the next page cannot be read.
 */
export async function keepAlive(
  vault: Vault,
  states: GrantStates,
  options: KeepAliveOptions,
): Promise<KeepAliveProgress> {
  const { concurrency = defaultConcurrency, onProgress, signal, idleForMs } = options;
  const counts = { seen: 0, refreshed: 0, revoked: 0, postponed: 0, unreadable: 0 };
  const failed: Partial<Record<CloseOAuthErrorCode, number>> = {};
  const walk: Walk = { signal, dueBefore: vault.now() - idleForMs, resumeAt: 0 };
  await eachConcurrently(vault.records.scan(), concurrency, async (found) => {
    assertWalking(vault, signal);
    const outcome = await keepOne(vault, states, { row: readRow(found), walk });
    counts.seen += 1;
    if (typeof outcome === 'object') failed[outcome.code] = (failed[outcome.code] ?? 0) + 1;
    else if (outcome !== undefined) counts[outcome] += 1;
    onProgress?.({ ...counts, failed: { ...failed } });
  });
  return { ...counts, failed };
}

/**
 * Checks the options.
 *
 * @throws TypeError that names the wrong one.
 */
export function assertKeepAlive(options: KeepAliveOptions): void {
  assertDuration(Object(options).idleForMs, 'keepAlive', 'idleForMs');
  if (options.concurrency !== undefined) assertCount(options.concurrency, 'keepAlive', 'concurrency');
}

async function keepOne(
  vault: Vault,
  states: GrantStates,
  { row, walk }: { readonly row: ReadRow; readonly walk: Walk },
): Promise<Outcome | CloseOAuthError> {
  const { id, record, reason } = row;
  if (reason !== undefined) return 'unreadable';
  const isOld = vault.records.toLocal(record.issuedAt ?? 0) < walk.dueBefore;
  const isDue = record.status === 'revoking' || (record.status === 'active' && isOld);
  if (!isDue) return undefined;
  for (let tries = 1; ; tries += 1) {
    await waitForServer(vault, walk);
    const outcome = await keepDue(vault, states.of(id), { walk, record });
    if (!isUnsent(outcome) || tries >= longestTries) return outcome;
  }
}

/** Whether the vault has sent nothing, because the server allows no more requests for now. */
function isUnsent(outcome: Outcome | CloseOAuthError): boolean {
  return typeof outcome === 'object' && outcome.status === undefined && (outcome.retryAfterMs ?? 0) > 0;
}

async function keepDue(
  vault: Vault,
  { state }: CachedGrant,
  { walk, record }: { readonly walk: Walk; readonly record: GrantRecord },
): Promise<Outcome | CloseOAuthError> {
  try {
    if (record.status === 'active') return await refreshIdle(vault, state, { walk, seen: record.generation });
    const failure = await finishRevocation(vault, state);
    if (failure !== undefined) throw failure;
    return 'revoked';
  } catch (error) {
    assertWalking(vault, walk.signal);
    if (!isCloseOAuthError(error)) throw error;
    heed(vault, walk, error);
    return error;
  }
}

/** Refreshes a grant whose access token may still be fresh. A failure is returned while callers get that token. */
async function refreshIdle(
  vault: Vault,
  state: GrantState,
  { walk, seen }: { readonly walk: Walk; readonly seen: number },
): Promise<Outcome | CloseOAuthError> {
  if (isRefreshed(state, seen)) return undefined;
  state.dueBefore = walk.dueBefore;
  try {
    await flyToEnd(vault, state, walk.signal);
    // It may have been the flight of another caller, which found the token fresh.
    if (!isRefreshed(state, seen) && state.backOff === undefined) await flyToEnd(vault, state, walk.signal);
    if (isRefreshed(state, seen)) return 'refreshed';
    if (state.backOff === undefined) return 'postponed';
    heed(vault, walk, state.backOff.error);
    return state.backOff.error;
  } finally {
    state.dueBefore = 0;
  }
}

/** A refresh goes on after its callers have stopped waiting: it counts until its end. */
async function flyToEnd(vault: Vault, state: GrantState, signal: AbortSignal | undefined): Promise<void> {
  for (;;) {
    const failure = await awaitToken(vault, state, signal).then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    assertWalking(vault, signal);
    if (vault.flights.has(state.key)) continue;
    if (failure !== undefined) throw failure.error;
    return;
  }
}

function isRefreshed({ cached }: GrantState, seen: number): boolean {
  return cached !== undefined && cached.generation > seen;
}

/** Keeps to a `Retry-After` of the server with all grants, not only with the one that met it. */
function heed({ elapsed }: Vault, walk: Walk, { retryAfterMs = 0 }: CloseOAuthError): void {
  walk.resumeAt = Math.max(walk.resumeAt, elapsed() + Math.min(retryAfterMs, longestPauseMs));
}

async function waitForServer(vault: Vault, { signal, resumeAt }: Walk): Promise<void> {
  if (vault.elapsed() < resumeAt) await waitFor(pauseUntil(vault, resumeAt), signal);
  assertWalking(vault, signal);
}
