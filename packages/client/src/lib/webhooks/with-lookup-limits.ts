import { assertArgument } from '../base/assert-argument.ts';
import { listKeys } from './signature-key.ts';
import type { FindSignatureKey, SignatureKeys } from './signature-key.ts';
import { WebhookError } from './webhook-error.ts';

/** Options of {@link withLookupLimits}. */
export interface LookupLimitOptions {
  /** A clock in milliseconds that never jumps, for tests. Default: `performance.now`. */
  readonly now?: (() => number) | undefined;
}

const concurrency = 4;
const queueLimit = 100;
const patienceMs = 5000;
const unknownMs = 60_000;
const unknownLimit = 1000;

/** A look-up that runs or waits. */
type Lookup = Promise<SignatureKeys | undefined>;

/**
 * Limits the look-ups that unverified deliveries can cause. Wrap the function once, when the server starts.
 *
 * - At most four look-ups run at a time; deliveries of one subscription share a look-up.
 * - At most 100 more wait, for at most five seconds; then `webhook_busy` is thrown, and Close repeats the
 *   delivery. A look-up occupies its place until it settles, so it needs a time limit of its own.
 * - An unknown id is not looked up again for a minute. The last 1,000 of them are remembered.
 *
 * @param find - Finds the key or keys of a subscription.
 * @param options - The clock.
 * @returns The function for the option `signatureKey` of {@link verifyWebhook}. It rejects with `webhook_busy`,
 * or with the error of `find`.
 * @throws TypeError when `find` is not a function.
 * @example
 * ```ts
 * const signatureKey = withLookupLimits((subscriptionId) => readKey(subscriptionId));
 * ```
 */
export function withLookupLimits(
  find: FindSignatureKey,
  options: LookupLimitOptions = {},
): (subscriptionId: string) => Promise<SignatureKeys | undefined> {
  const { now = () => performance.now() } = options;
  assertArgument(typeof find === 'function', ['withLookupLimits', 'find'], 'a function');
  const lookups = new Map<string, Lookup>();
  const unknown = createUnknownIds(now);
  const slots = createSlots();

  async function lookUp(id: string): Lookup {
    await slots.take();
    try {
      const keys = await find(id);
      if (listKeys(keys).length === 0) unknown.add(id);
      return keys;
    } finally {
      slots.release();
      lookups.delete(id);
    }
  }

  return async (id) => {
    if (unknown.has(id)) return undefined;
    const running = lookups.get(id);
    if (running === undefined && slots.isFull()) throw busy();
    const lookup = running ?? lookUp(id);
    lookups.set(id, lookup);
    return inTime(lookup);
  };
}

interface Slots {
  /** Whether all places are taken, those in the queue too. */
  isFull(): boolean;
  /** Waits for a place. */
  take(): Promise<void>;
  release(): void;
}

function createSlots(): Slots {
  const waiting: (() => void)[] = [];
  let taken = 0;
  return {
    isFull: () => taken === concurrency && waiting.length >= queueLimit,
    async take() {
      if (taken < concurrency) taken += 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
    },
    // The place is passed on to the next in the queue.
    release() {
      const next = waiting.shift();
      if (next === undefined) taken -= 1;
      else next();
    },
  };
}

function createUnknownIds(now: () => number): { has(id: string): boolean; add(id: string): void } {
  const untils = new Map<string, number>();
  return {
    has: (id) => (untils.get(id) ?? -Infinity) > now(),
    add(id) {
      untils.delete(id);
      untils.set(id, now() + unknownMs);
      const [oldest] = untils.keys();
      if (untils.size > unknownLimit && oldest !== undefined) untils.delete(oldest);
    },
  };
}

async function inTime(lookup: Lookup): Lookup {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(busy()), patienceMs);
    lookup.finally(() => clearTimeout(timer)).then(resolve, reject);
  });
}

function busy(): WebhookError {
  const message = 'Too many look-ups of signature keys are running. Close repeats the delivery.';
  return new WebhookError('webhook_busy', message);
}
