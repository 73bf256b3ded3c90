import { storeUnsuitable } from './store-unsuitable.ts';

/** The status of a grant: usable, waiting for a login, disconnecting, or disconnected. */
export type GrantRecordStatus = 'active' | 'reauthorization_required' | 'revoking' | 'revoked';

/**
 * The stored record of one grant. A store keeps it as it is and reads only `version`. It contains no secrets
 * in plain text.
 */
export interface GrantRecord {
  /** The format of the record: 1. A record of a newer format is refused with `record_too_new`. */
  readonly format: number;
  /**
   * Incremented by every write. The first version is the time in milliseconds, so that a record that follows an
   * erased one continues above it. Store it as a 64-bit integer.
   */
  readonly version: number;
  /** Incremented by every new token pair. */
  readonly generation: number;
  /** The number of refreshes since the latest login; missing in records of older versions. */
  readonly refreshes?: number;
  /** The status of the grant. */
  readonly status: GrantRecordStatus;
  /** The sealed tokens, bound to this grant and generation; `null` after a disconnect. */
  readonly sealed: string | null;
  /** A keyed hash of the refresh token, to recognise the one that was spent; `null` without one. */
  readonly fingerprint: string | null;
  /** When the access token expires, in milliseconds since 1970. */
  readonly expiresAt: number | null;
  /** When the pair was issued, in milliseconds since 1970. */
  readonly issuedAt: number | null;
  /** The scopes granted, separated by spaces. */
  readonly scope: string | null;
  /** The refresh that is about to spend the refresh token; `null` when there is none. */
  readonly lease: GrantLease | null;
  /** When the record was written, in milliseconds since 1970. */
  readonly updatedAt: number;
}

/** The stored right of one refresh to spend a refresh token. */
export interface GrantLease {
  /** A random name of the refresh. */
  readonly owner: string;
  /** When the lease expires, in milliseconds since 1970; 0 after a refresh without a verdict. */
  readonly expiresAt: number;
  /** The fingerprint of the refresh token. */
  readonly fingerprint: string;
  /** How often that token may have been sent. */
  readonly attempt: number;
  /** How often the holder has renewed the lease. */
  readonly beat: number;
  /** How many rounds others have waited since the holder last renewed it; -1 when none waits. */
  readonly rounds: number;
}

/** One row of a {@link GrantPage}. */
export interface GrantRow {
  /** The key of the grant. */
  readonly key: string;
  /** The latest record; `undefined` when the stored row cannot be parsed, such as text that was cut off. */
  readonly record: GrantRecord | undefined;
}

/** One page of {@link TokenStore.scan}. */
export interface GrantPage {
  /** The rows of the page: at most `limit`, possibly fewer. */
  readonly rows: readonly GrantRow[];
  /** The cursor for the next page; `undefined` after the last page. */
  readonly next: string | undefined;
}

/**
 * Stores the records of grants, with five methods. `load` and `compareAndSet` must see the latest write (a
 * primary, never a replica or a cache), and `compareAndSet` must be atomic across all processes that share
 * the store: otherwise connections get lost. Every call must settle, if need be with an error: grants and `close` wait
 * for it. Test an implementation with `tokenStoreContract` of `@closekit/oauth/testing`.
 */
export interface TokenStore {
  /**
   * Reads one record.
   *
   * @param key - The key of the grant.
   * @returns The latest record, or `undefined` when there is none.
   * @throws CloseOAuthError `record_unreadable` when the stored row cannot be parsed, such as text that was cut off. A
   * login replaces such a row; after any other error it fails.
   */
  load(key: string): Promise<GrantRecord | undefined>;
  /**
   * Writes a record if the stored version is the expected one.
   *
   * @param key - The key of the grant.
   * @param expectedVersion - The version that must be stored; 0 if there must be no record.
   * @param next - The record to write.
   * @returns `true` when the record was written durably, `false` when the version was another.
   */
  compareAndSet(key: string, expectedVersion: number, next: GrantRecord): Promise<boolean>;
  /**
   * Reads one page of all grants, in an order that a write does not change, such as that of the keys. A walk over all
   * pages returns every grant once that exists from its start to its end, whatever is written or erased in between;
   * grants that are created or erased during the walk may be missing. A row that cannot be parsed is returned without
   * a record; it must not fail the page.
   *
   * @param options - `limit`: the most rows to return, at least 1. `after`: the cursor of the page before; the first
   * page without it.
   * @returns The page.
   */
  scan(options: { readonly after?: string | undefined; readonly limit: number }): Promise<GrantPage>;
  /**
   * Removes a record for good. Afterwards `compareAndSet` expects no record: every write of a version from before is
   * refused.
   *
   * @param key - The key of the grant.
   * @param expectedVersion - The version that must be stored. Without it any row is removed, also one that cannot be
   * parsed.
   * @returns `true` when this call removed the row; `false` when there was none or the version was another.
   */
  erase(key: string, expectedVersion?: number): Promise<boolean>;
  /**
   * Stores a mark that can be consumed once, such as the `state` of a login. Marks are kept apart from grants. Like
   * `compareAndSet` it must be atomic across all processes. The store counts the time and deletes expired marks.
   *
   * @param mark - The mark: any string of up to 500 characters. Upper and lower case differ.
   * @param lifetimeMs - How long the mark stays consumed, in milliseconds. A refused call does not change it.
   * @returns `true` for the first call; `false` for every later one until the mark expires.
   */
  consume(mark: string, lifetimeMs: number): Promise<boolean>;
  /**
   * Subscribes to the writes of a record, by any process, so that waiting processes need not poll as often.
   * It may miss a write or call without one. It must not throw, and must not keep the process alive.
   *
   * @param key - The key of the grant.
   * @param wake - Called after a write.
   * @returns Ends the subscription; harmless when called twice.
   */
  subscribe?(key: string, wake: () => void): () => void;
  /**
   * Returns the clock of the store: all processes agree on it, and leases expire by it. Without it leases
   * expire by the clock of each process, so omit it only if all processes run on one machine.
   *
   * @returns Milliseconds since 1970.
   */
  now?(): Promise<number>;
  /**
   * Whether `load` always sees the latest write. A store with `eventual`, such as one on a key-value cache or
   * on network files, is refused. Default: `strong`.
   */
  readonly consistency?: 'strong' | 'eventual';
  /** Closes the connections of the store. */
  close?(): Promise<void>;
}

const remedy = 'Close replaces the refresh token at every refresh: use a database.';

/**
 * Refuses a store that would lose connections: one without compare-and-set, or with stale reads.
 *
 * @throws CloseOAuthError `store_unsuitable` when it cannot keep rotating tokens.
 * @throws TypeError that names the caller and the missing method.
 */
export function assertTokenStore(store: unknown, caller: string): asserts store is TokenStore {
  const has = (method: string): boolean =>
    typeof store === 'object' && store !== null && typeof Reflect.get(store, method) === 'function';
  if (!has('load')) {
    throw new TypeError(`${caller}: \`store.load\` must be a function. See the interface TokenStore.`);
  }
  if (!has('compareAndSet')) {
    throw storeUnsuitable(
      `This store has no \`compareAndSet\`, so two processes could overwrite each other's tokens. ${remedy}`,
    );
  }
  if (Reflect.get(Object(store), 'consistency') === 'eventual') {
    throw storeUnsuitable(
      `This store is eventually consistent, so a process could spend a token that was replaced. ${remedy}`,
    );
  }
  for (const method of ['scan', 'erase', 'consume']) {
    if (has(method)) continue;
    throw new TypeError(`${caller}: \`store.${method}\` must be a function. See the interface TokenStore.`);
  }
}
