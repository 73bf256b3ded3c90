import { CloseOAuthError, isCloseOAuthError } from '../base/close-oauth-error.ts';
import { grantKey } from './grant-id.ts';
import type { GrantId } from './grant-id.ts';
import type { Sealer } from './sealer.ts';
import { recordUnreadable } from './record-unreadable.ts';
import { openPair, resealPair, sealPair } from './sealed-pair.ts';
import type { SealedPair } from './sealed-pair.ts';
import type { TokenSet } from '../base/token-set.ts';
import type { GrantRecord, TokenStore } from './token-store.ts';

/** A record without what every write sets. */
export type RecordContent = Omit<GrantRecord, 'version' | 'updatedAt'>;

/** Reads and writes the records of grants, sealed, with every failure of the store coded. */
export interface GrantRecords {
  /** Reads the latest record. */
  load(id: GrantId): Promise<GrantRecord | undefined>;
  /** Writes a record over the version that was read, and returns it; undefined when that version was replaced. */
  write(id: GrantId, expectedVersion: number, next: RecordContent): Promise<GrantRecord | undefined>;
  /** Opens the tokens of a record. */
  open(id: GrantId, record: GrantRecord): Promise<TokenSet>;
  /** Seals tokens for a generation of a grant. */
  seal(tokens: TokenSet, generation: number): Promise<SealedPair>;
  /** Seals the tokens of a record under the first key; undefined when they are, or when there are none. */
  reseal(id: GrantId, record: GrantRecord): Promise<string | undefined>;
  /** Reads a time of a record by this machine's clock. */
  toLocal(recordedAt: number): number;
  /** The clock by which leases end: the store's if it has one. */
  clock(): Promise<number>;
  /** Wakes when a record was written, if the store can tell. */
  subscribe(id: GrantId, wake: () => void): () => void;
  /** The keys of all records. */
  keys(): AsyncIterable<string>;
  /** Closes the store. */
  close(): Promise<void>;
}

/** The clocks that records are read and written by. */
export interface RecordClocks {
  readonly now: () => number;
  /** How far the server's clock is ahead of this machine's; records tell the server's time. */
  readonly aheadMs: () => number;
}

/**
 * @param store - Where records live.
 * @param sealer - Seals the tokens in them.
 * @param clocks - This machine's and the server's.
 * @returns The records.
 */
export function createGrantRecords(
  store: TokenStore,
  sealer: Sealer,
  { now, aheadMs }: RecordClocks,
): GrantRecords {
  const sealing = { sealer, aheadMs };
  return {
    load: (id) => coded(async () => parseRecord(await store.load(grantKey(id)))),
    async write(id, expectedVersion, next) {
      const record = { ...next, version: expectedVersion + 1, updatedAt: now() };
      const written = await coded(() => store.compareAndSet(grantKey(id), expectedVersion, record));
      return written ? record : undefined;
    },
    open: (id, record) => openPair(sealing, id, record),
    seal: (tokens, generation) => sealPair(sealing, tokens, generation),
    reseal: (id, record) => resealPair(sealer, id, record),
    toLocal: (recordedAt) => recordedAt - aheadMs(),
    clock: () => coded(async () => toClock(store.now ? await store.now() : now())),
    subscribe: (id, wake) => store.subscribe?.(grantKey(id), wake) ?? (() => undefined),
    keys() {
      if (store.list === undefined) throw new TypeError('reseal: `store.list` must be a function.');
      return store.list();
    },
    close: () => coded(async () => store.close?.()),
  };
}

/**
 * Codes what a store throws.
 *
 * @param work - A call of the store.
 * @returns What it gives.
 * @throws CloseOAuthError `store_unavailable`, or the store's own code.
 */
export async function coded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isCloseOAuthError(error)) throw error;
    const message = 'The token store failed. Nothing was lost; try again when it works.';
    throw new CloseOAuthError('store_unavailable', message, { cause: error });
  }
}

// Compared with anything but a number, a lease would expire at once, or never.
function toClock(time: number): number {
  if (Number.isFinite(time)) return time;
  throw new CloseOAuthError('store_unavailable', '`now()` of the token store must return a number.');
}

const statuses = /^(active|reauthorization_required|revok(ing|ed))$/;

function parseRecord(record: GrantRecord | undefined): GrantRecord | undefined {
  if (record !== undefined && !isRecord(record)) throw recordUnreadable();
  return record;
}

function isRecord({ lease, ...record }: GrantRecord): boolean {
  const { version, generation, status, sealed, fingerprint, expiresAt, issuedAt } = record;
  return (
    [version, generation].every(Number.isInteger) &&
    statuses.test(status) &&
    [sealed, fingerprint].every((text) => text === null || typeof text === 'string') &&
    [expiresAt, issuedAt].every((time) => time === null || Number.isFinite(time)) &&
    (lease === null || Number.isFinite(lease?.expiresAt))
  );
}
