import type { CallGate } from './call-gate.ts';
import { CloseOAuthError, isCloseOAuthError } from '../../base/close-oauth-error.ts';
import { CallTimeout, inTime } from '../../base/in-time.ts';
import { redactCause } from '../../protocol/redact-cause.ts';
import { sleep } from '../../base/sleep.ts';

/** The settings of a store's calls to its database. */
export interface StoreCalls {
  /** The name of the database for messages, such as `PostgreSQL`. */
  readonly database: string;
  /** Time limit of one attempt, in milliseconds. */
  readonly timeoutMs: number;
  /** Whether nothing was written, for certain, before this error. */
  readonly wroteNothing: (error: unknown) => boolean;
  /** Limits the calls in flight. Writes go first: they finish a refresh, reads start one. */
  readonly gate: CallGate;
}

const readTries = 4;
const firstPauseMs = 25;

class TurnedAway extends Error {
  override readonly name = 'TurnedAway';
}

/**
 * Reads, and repeats the read when the connection breaks. Urgent reads go before others.
 *
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
 * Writes once.
 *
 * @throws CloseOAuthError `store_unavailable`, with `outcomeUnknown` unless nothing was written for certain:
 * then only a read shows whether the record was written.
 */
export async function writeToStore<T>(calls: StoreCalls, write: () => Promise<T>): Promise<T> {
  try {
    return await inTurn(calls, { call: write, urgent: true });
  } catch (error) {
    throw storeError(calls, error);
  }
}

// After a timeout, the waiting calls would time out too.
async function inTurn<T>(
  { gate, timeoutMs }: StoreCalls,
  { call, urgent }: { readonly call: () => Promise<T>; readonly urgent: boolean },
): Promise<T> {
  try {
    return await gate.pass(() => inTime(timeoutMs, call), urgent);
  } catch (error) {
    if (error instanceof CallTimeout) gate.turnAway(new TurnedAway('An earlier call timed out'));
    throw error;
  }
}

function storeError({ database, wroteNothing }: StoreCalls, error: unknown): CloseOAuthError {
  if (isCloseOAuthError(error)) return error;
  const unsent = error instanceof TurnedAway;
  const outcomeUnknown = !unsent && (error instanceof CallTimeout || !wroteNothing(error));
  const message = `The call to ${database} failed. Check that it runs and can be reached.`;
  // Drivers attach commands, and with them records, to their errors.
  return new CloseOAuthError('store_unavailable', message, { cause: redactCause(error, []), outcomeUnknown });
}
