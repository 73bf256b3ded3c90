import type { CallGate } from './call-gate.ts';
import { CloseOAuthError, isCloseOAuthError } from '../../base/close-oauth-error.ts';
import { CallTimeout, inTime } from '../../base/in-time.ts';
import { redactCause } from '../../protocol/redact-cause.ts';
import { sleep } from '../../base/sleep.ts';

/** How a store speaks to its database. */
export interface StoreCalls {
  /** Names the database in messages, such as `PostgreSQL`. */
  readonly database: string;
  /** How long one try may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Tells failures before which nothing can have been written from those that leave it open. */
  readonly wroteNothing: (error: unknown) => boolean;
  /** Bounds how many calls are under way. Writes go first: they end a refresh, reads begin one. */
  readonly gate: CallGate;
}

const readTries = 4;
const firstPauseMs = 25;

class TurnedAway extends Error {
  override readonly name = 'TurnedAway';
}

/**
 * Reads, and reads again when a connection breaks: a read can be repeated without harm.
 *
 * @param calls - The database.
 * @param read - One try.
 * @param urgent - Whether it goes before other reads.
 * @returns What was read.
 * @throws CloseOAuthError `store_unavailable`.
 */
export async function readFromStore<T>(
  calls: StoreCalls,
  read: () => Promise<T>,
  urgent: boolean = false,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await inTurn(calls, { call: read, urgent });
    } catch (error) {
      const hangs = error instanceof CallTimeout || error instanceof TurnedAway;
      const final = tries >= readTries || hangs || isCloseOAuthError(error);
      if (final) throw storeError(calls, error);
      await sleep(firstPauseMs * 4 ** (tries - 1));
    }
  }
}

/**
 * Writes once. After a failure with `outcomeUnknown` the write may be there all the same: only a read tells.
 *
 * @param calls - The database.
 * @param write - The one try.
 * @returns What the database answered.
 * @throws CloseOAuthError `store_unavailable`, with `outcomeUnknown` unless surely nothing was written.
 */
export async function writeToStore<T>(calls: StoreCalls, write: () => Promise<T>): Promise<T> {
  try {
    return await inTurn(calls, { call: write, urgent: true });
  } catch (error) {
    throw storeError(calls, error);
  }
}

// A database that leaves a call without an answer would leave those who wait without one, too.
async function inTurn<T>(
  { gate, timeoutMs }: StoreCalls,
  { call, urgent }: { readonly call: () => Promise<T>; readonly urgent: boolean },
): Promise<T> {
  try {
    return await gate.pass(() => inTime(timeoutMs, call), urgent);
  } catch (error) {
    if (error instanceof CallTimeout) gate.turnAway(new TurnedAway('The calls before had no answer'));
    throw error;
  }
}

function storeError({ database, wroteNothing }: StoreCalls, error: unknown): CloseOAuthError {
  if (isCloseOAuthError(error)) return error;
  const unsent = error instanceof TurnedAway;
  const outcomeUnknown = !unsent && (error instanceof CallTimeout || !wroteNothing(error));
  const message = `${database} did not answer as it should. Check that it runs and can be reached.`;
  // Drivers hang commands, and with them records, on their errors.
  return new CloseOAuthError('store_unavailable', message, { cause: redactCause(error, []), outcomeUnknown });
}
