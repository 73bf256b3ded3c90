import { CloseOAuthError } from '../base/close-oauth-error.ts';

/** Where a grant stands: usable, waiting for the user, being disconnected, or disconnected. */
export type GrantRecordStatus = 'active' | 'reauthorization_required' | 'revoking' | 'revoked';

/**
 * What is stored for one grant. A store keeps it whole and looks at nothing but `version`. It holds no secret
 * in the clear.
 */
export interface GrantRecord {
  /** Grows by one with every write. */
  readonly version: number;
  /** Grows by one with every pair of tokens. */
  readonly generation: number;
  /** How many pairs have replaced the one of the latest login; records of older versions do not tell. */
  readonly refreshes?: number;
  /** Where the grant stands. */
  readonly status: GrantRecordStatus;
  /** The tokens, sealed and bound to this grant and generation; null after a disconnect. */
  readonly sealed: string | null;
  /** A keyed hash of the refresh token: tells whether the store still holds the one that was spent. */
  readonly fingerprint: string | null;
  /** When the access token ends, in milliseconds since 1970. */
  readonly expiresAt: number | null;
  /** When the pair was issued, in milliseconds since 1970. */
  readonly issuedAt: number | null;
  /** The scopes granted. */
  readonly scope: string | null;
  /** Who is about to spend the refresh token, for processes that share a store. */
  readonly lease: GrantLease | null;
  /** When the record was written, in milliseconds since 1970. */
  readonly updatedAt: number;
}

/** A durable mark that a refresh token may be spent: by whom, until when. */
export interface GrantLease {
  /** A random name of the holder. */
  readonly owner: string;
  /** When the mark ends, in milliseconds since 1970; 0 once its holder has finished without a verdict. */
  readonly expiresAt: number;
  /** The fingerprint of the refresh token it is about. */
  readonly fingerprint: string;
  /** How many times that token may have been sent. */
  readonly attempt: number;
}

/**
 * Where grants live. Both methods must see the latest write (a primary, never a replica or a cache), and
 * `compareAndSet` must be atomic among all processes that share the store: a store that cannot do that loses
 * connections. Every call must end, if need be with a failure: grants and `close` wait for it. Check an
 * implementation with `tokenStoreContract` of `@closekit/oauth/testing`.
 */
export interface TokenStore {
  /**
   * Reads one record.
   *
   * @param key - Names the grant.
   * @returns The latest record, or undefined when there never was one.
   */
  load(key: string): Promise<GrantRecord | undefined>;
  /**
   * Writes a record if nobody wrote since.
   *
   * @param key - Names the grant.
   * @param expectedVersion - The version the record must have now; 0 when there must be none.
   * @param next - The record to write.
   * @returns True when it was written and will survive, false when the version was another.
   */
  compareAndSet(key: string, expectedVersion: number, next: GrantRecord): Promise<boolean>;
  /**
   * Names every grant, for walks over the whole store such as `reseal`. A grant that is written during the walk
   * may be named or not, and a name may come twice.
   *
   * @returns The keys, in any order.
   */
  list?(): AsyncIterable<string>;
  /**
   * Tells early that a record was written, by whichever process, so that those who wait for it need not poll as
   * often. It may miss a write or wake without one, must not throw, and must not keep the process alive.
   *
   * @param key - Names the grant.
   * @param wake - Called after a write of the record.
   * @returns Ends the subscription; harmless when called twice.
   */
  subscribe?(key: string, wake: () => void): () => void;
  /**
   * The clock of the store, which every process agrees on. Leases end by it. Without it they end by the clock of
   * each process, so leave it out only when all of them run on one machine.
   *
   * @returns Milliseconds since 1970.
   */
  now?(): Promise<number>;
  /**
   * Whether `load` always sees the latest write. A store that says `eventual`, such as one on a key-value cache or
   * on files over a network, is refused. Default: `strong`.
   */
  readonly consistency?: 'strong' | 'eventual';
  /** Lets go of what the store holds open. */
  close?(): Promise<void>;
}

/**
 * Refuses a store that would lose connections: one that cannot compare and set, or that says itself that its
 * reads may be stale.
 *
 * @throws CloseOAuthError `store_unsuitable` when it cannot keep rotating tokens.
 * @throws TypeError that names the caller when it is no store at all.
 */
export function assertTokenStore(store: unknown, caller: string): asserts store is TokenStore {
  const has = (method: string): boolean =>
    typeof store === 'object' && store !== null && typeof Reflect.get(store, method) === 'function';
  if (!has('load')) {
    throw new TypeError(`${caller}: \`store.load\` must be a function. See the interface TokenStore.`);
  }
  if (!has('compareAndSet')) {
    throw unsuitable("cannot compare and set, so two processes could overwrite each other's tokens");
  }
  if (Reflect.get(Object(store), 'consistency') === 'eventual') {
    throw unsuitable('is eventually consistent, so a process could spend a token that was replaced');
  }
}

function unsuitable(why: string): CloseOAuthError {
  const message = `This store ${why}. Close replaces the refresh token at every refresh: use a database.`;
  return new CloseOAuthError('store_unsuitable', message);
}
