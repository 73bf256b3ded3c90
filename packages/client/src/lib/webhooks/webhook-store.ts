import { assertArgument } from '../base/assert-argument.ts';

/**
 * Remembers handled events: a few texts under text keys, each for a time. Several processes share one, for example
 * on Redis. Its errors reach the caller, who responds with 500, and Close repeats the delivery.
 */
export interface WebhookStore {
  /**
   * Stores a value unless the key has one. One atomic step, also among processes.
   *
   * @param key - The key.
   * @param value - The value.
   * @param ttlMs - For how long it is stored, in milliseconds.
   * @returns Whether it was stored.
   */
  add(key: string, value: string, ttlMs: number): boolean | Promise<boolean>;
  /**
   * Reads the value of a key.
   *
   * @param key - The key.
   * @returns The value, or `undefined` when there is none, or its time is over.
   */
  get(key: string): string | undefined | Promise<string | undefined>;
  /**
   * Stores a value, also when the key has one.
   *
   * @param key - The key.
   * @param value - The value.
   * @param ttlMs - For how long it is stored, in milliseconds.
   * @returns Any value; a promise is awaited.
   */
  set(key: string, value: string, ttlMs: number): unknown;
  /**
   * Deletes the value of a key, if it has one.
   *
   * @param key - The key.
   * @returns Any value; a promise is awaited.
   */
  delete(key: string): unknown;
}

/** The options of {@link memoryWebhookStore}. */
export interface MemoryWebhookStoreOptions {
  /** The maximum number of keys; beyond it the oldest are forgotten. Default: 50,000. */
  readonly maxKeys?: number | undefined;
  /** A clock in milliseconds that never jumps, for tests. Default: `performance.now`. */
  readonly now?: (() => number) | undefined;
}

/**
 * Creates a store in the memory of this process. A restart forgets everything, and processes share nothing: events
 * can then be handled again.
 *
 * @param options - The maximum number of keys, and the clock.
 * @returns The store.
 * @throws TypeError that names the wrong option.
 * @example
 * ```ts
 * const store = memoryWebhookStore();
 * ```
 */
export function memoryWebhookStore(options: MemoryWebhookStoreOptions = {}): WebhookStore {
  const { maxKeys = 50_000, now = () => performance.now() } = options;
  const isCount = Number.isSafeInteger(maxKeys) && maxKeys > 0;
  assertArgument(isCount, ['memoryWebhookStore', 'maxKeys'], 'a positive integer');
  const entries = new Map<string, { readonly value: string; readonly expiresAt: number }>();

  function get(key: string): string | undefined {
    const entry = entries.get(key);
    if (entry === undefined || entry.expiresAt > now()) return entry?.value;
    entries.delete(key);
    return undefined;
  }
  function set(key: string, value: string, ttlMs: number): void {
    // The order of the entries is the order of their writes.
    entries.delete(key);
    entries.set(key, { value, expiresAt: now() + ttlMs });
    const [oldest] = entries.keys();
    if (entries.size > maxKeys && oldest !== undefined) entries.delete(oldest);
  }
  return {
    get,
    set,
    add(key, value, ttlMs) {
      if (get(key) !== undefined) return false;
      set(key, value, ttlMs);
      return true;
    },
    delete: (key) => entries.delete(key),
  };
}
