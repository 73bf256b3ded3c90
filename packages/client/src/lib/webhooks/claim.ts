import { assertArgument } from '../base/assert-argument.ts';
import { longestTimerMs } from '../base/sleep.ts';
import { WebhookError } from './webhook-error.ts';
import type { WebhookStore } from './webhook-store.ts';

/** The options of {@link handleOnce} and {@link handleInOrder}. Only `store` is required. */
export interface HandleEventOptions {
  /** Remembers the handled events: {@link memoryWebhookStore}, or one that several processes share. */
  readonly store: WebhookStore;
  /**
   * The time limit of the work, in milliseconds. For as long, no other delivery of the event starts the work. When
   * this process dies, the event can be handled again after this time. Default: 60,000.
   */
  readonly leaseMs?: number | undefined;
  /**
   * For how long a handled event is remembered, in milliseconds. Default: four days, because Close repeats a
   * delivery for three.
   */
  readonly rememberMs?: number | undefined;
}

/** The checked options with all defaults. */
export interface HandleSettings {
  readonly store: WebhookStore;
  readonly leaseMs: number;
  readonly rememberMs: number;
}

/**
 * The work for an event.
 *
 * @param signal - Aborts after `leaseMs`. The work should then stop: another process can start it.
 * @returns Any value; a promise is awaited.
 */
export type EventWork = (signal: AbortSignal) => unknown;

/** What is stored about a key, and whether an event is still to be handled. */
export interface ClaimPlan<T> {
  readonly key: string;
  /** The outcome without any work, by what is stored; `undefined` when the work is to be done. */
  readonly skip: (stored: string | undefined) => T | undefined;
  /** What is stored after the work; `undefined` for nothing. */
  readonly mark: string | undefined;
}

/**
 * Does the work for a key, by one caller at a time, and remembers it.
 *
 * @throws WebhookError `webhook_busy` when another caller is at it; `webhook_timeout` when the work took too long.
 */
export async function handleClaimed<T extends string>(
  { key, skip, mark }: ClaimPlan<T>,
  work: EventWork,
  { store, leaseMs, rememberMs }: HandleSettings,
): Promise<T | 'handled'> {
  // Repetitions of a handled event need no claim, and do not get in each other's way.
  const known = skip(await store.get(key));
  if (known !== undefined) return known;
  // Measured from here, our lease is over before the claim in the store is.
  const lease = startLease(leaseMs);
  try {
    if (!(await store.add(`${key} claim`, '1', leaseMs))) throw busy();
    try {
      const skipped = skip(await store.get(key));
      if (skipped !== undefined) return skipped;
      await lease.limit(work(lease.signal));
      if (mark !== undefined) await store.set(key, mark, rememberMs);
      return 'handled';
    } finally {
      // Once the lease is over, the claim may be that of another caller.
      if (!lease.isOver()) await release(store, `${key} claim`);
    }
  } finally {
    lease.end();
  }
}

/** A claim that is not released expires. */
async function release(store: WebhookStore, claim: string): Promise<void> {
  try {
    await store.delete(claim);
  } catch {}
}

interface Lease {
  readonly signal: AbortSignal;
  isOver(): boolean;
  /** Waits for work, until the lease is over. */
  limit(work: unknown): Promise<void>;
  end(): void;
}

function startLease(leaseMs: number): Lease {
  const endsAt = performance.now() + leaseMs;
  const controller = new AbortController();
  const { signal } = controller;
  const timer = setTimeout(() => controller.abort(timedOut()), leaseMs);
  const isOver = (): boolean => signal.aborted || performance.now() >= endsAt;
  return {
    signal,
    isOver,
    async limit(work) {
      const late = new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
      await Promise.race([work, late]);
      if (isOver()) throw timedOut();
    },
    end: () => clearTimeout(timer),
  };
}

/**
 * Checks the options and fills in the defaults.
 *
 * @throws TypeError that names the wrong option.
 */
export function parseHandleOptions(
  { store, leaseMs = 60_000, rememberMs = 345_600_000 }: HandleEventOptions,
  caller: string,
): HandleSettings {
  const isStore = ['add', 'get', 'set', 'delete'].every(
    (method) => typeof Reflect.get(Object(store), method) === 'function',
  );
  assertArgument(isStore, [caller, 'store'], 'a store with add, get, set and delete');
  for (const [option, value] of Object.entries({ leaseMs, rememberMs })) {
    const holds = Number.isSafeInteger(value) && value > 0 && value <= longestTimerMs;
    assertArgument(holds, [caller, option], `a positive integer up to ${longestTimerMs}`);
  }
  return { store, leaseMs, rememberMs };
}

function busy(): WebhookError {
  const message = 'The event, or another event of its object, is being handled. Close repeats the delivery.';
  return new WebhookError('webhook_busy', message);
}

function timedOut(): WebhookError {
  const message = 'The work for the event took longer than `leaseMs`. Close repeats the delivery.';
  return new WebhookError('webhook_timeout', message);
}
