import { CloseOAuthError, isCloseOAuthError } from '../base/close-oauth-error.ts';
import { sleep } from '../base/sleep.ts';
import { grantKey } from './grant-id.ts';
import type { GrantId } from './grant-id.ts';
import type { Sealer } from './sealer.ts';
import { recordTooNew, recordUnreadable } from './record-unreadable.ts';
import { openPair, sealPair } from './sealed-pair.ts';
import type { SealedPair } from './sealed-pair.ts';
import type { TokenSet } from '../base/token-set.ts';
import type { GrantLease, GrantPage, GrantRecord, GrantRow, TokenStore } from './token-store.ts';

/** A record without the members that each write sets. */
export type RecordContent = Omit<GrantRecord, 'format' | 'version' | 'updatedAt'>;

/** Reads and writes the sealed records of grants. All errors of the store are `CloseOAuthError`s. */
export interface GrantRecords {
  /** Reads the latest record. */
  load(id: GrantId): Promise<GrantRecord | undefined>;
  /** Writes a record over the expected version and returns it; `undefined` when the version is another. */
  write(id: GrantId, expectedVersion: number, next: RecordContent): Promise<GrantRecord | undefined>;
  /** Opens the tokens of a record. */
  open(id: GrantId, record: GrantRecord): Promise<TokenSet>;
  /** Seals tokens for one generation of a grant. */
  seal(tokens: TokenSet, generation: number): Promise<SealedPair>;
  /** Converts a time of a record to this machine's clock. */
  toLocal(recordedAt: number): number;
  /** The clock that leases expire by: that of the store if it has one. */
  clock(): Promise<number>;
  /** Subscribes to the writes of a record, if the store supports it. */
  subscribe(id: GrantId, wake: () => void): () => void;
  /** Removes the row of a grant, also one that cannot be read. */
  erase(id: GrantId): Promise<boolean>;
  /** Walks over all rows of the store, page by page. */
  scan(): AsyncIterable<GrantRow>;
  /** Reads one page of rows; the first one without a cursor. */
  page(after: string | undefined): Promise<GrantPage>;
  /** Consumes a mark for a time in milliseconds; `false` when it is consumed already. */
  consume(mark: string, lifetimeMs: number): Promise<boolean>;
  /** Closes the store. */
  close(): Promise<void>;
}

/** The clocks for reading and writing records. */
export interface RecordClocks {
  readonly now: () => number;
  /** How far the server's clock is ahead of this machine's; records have the server's time. */
  readonly aheadMs: () => number;
}

/** Creates the records over a store. */
export function createGrantRecords(
  store: TokenStore,
  sealer: Sealer,
  { now, aheadMs }: RecordClocks,
): GrantRecords {
  const sealing = { sealer, aheadMs };
  let isClosed = false;
  // A store that opens at first use must not be opened again by work that was given up.
  const whileOpen = <T>(work: () => Promise<T>): Promise<T> =>
    isClosed ? Promise.reject(new CloseOAuthError('closed', 'This CloseOAuth was closed.')) : coded(work);
  return {
    load: (id) => whileOpen(async () => checkRecord(await store.load(grantKey(id)))),
    async write(id, expectedVersion, next) {
      const version = expectedVersion === 0 ? firstVersion(now()) : expectedVersion + 1;
      const record = { ...next, format: recordFormat, version, updatedAt: now() };
      const written = await whileOpen(() => store.compareAndSet(grantKey(id), expectedVersion, record));
      return written ? record : undefined;
    },
    open: (id, record) => openPair(sealing, id, record),
    seal: (tokens, generation) => sealPair(sealing, tokens, generation),
    toLocal: (recordedAt) => recordedAt - aheadMs(),
    clock: () => whileOpen(async () => toClock(store.now ? await store.now() : now())),
    subscribe: (id, wake) => store.subscribe?.(grantKey(id), wake) ?? (() => undefined),
    erase: (id) => whileOpen(() => store.erase(grantKey(id))),
    scan: () => scanAll(store),
    page: (after) => readPage(store, after),
    consume: (mark, lifetimeMs) => whileOpen(() => store.consume(mark, lifetimeMs)),
    close() {
      isClosed = true;
      return coded(async () => store.close?.());
    },
  };
}

/**
 * Calls the store and translates its errors.
 *
 * @throws CloseOAuthError `store_unavailable`, or the code of the store's own error.
 */
async function coded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isCloseOAuthError(error)) throw error;
    const message = 'The token store failed. Nothing was lost: try again when it works.';
    throw new CloseOAuthError('store_unavailable', message, { cause: error });
  }
}

// Compared with anything but a number, a lease would expire at once, or never.
function toClock(time: number): number {
  if (Number.isFinite(time)) return time;
  throw new CloseOAuthError('store_unavailable', '`now()` of the token store must return a number.');
}

// Counted from 1, a new record would meet late writers that still expect a version of the erased one.
function firstVersion(now: number): number {
  return Math.max(1, Math.floor(now));
}

const pageSize = 500;

async function readPage(store: TokenStore, after: string | undefined): Promise<GrantPage> {
  // A store in this process may answer without a turn of the event loop: a long walk must let other work run.
  if (after !== undefined) await sleep(0);
  return coded(() => store.scan({ after, limit: pageSize }));
}

async function* scanAll(store: TokenStore): AsyncGenerator<GrantRow> {
  let after: string | undefined;
  do {
    const page: GrantPage = await readPage(store, after);
    yield* page.rows;
    after = page.next;
  } while (after !== undefined);
}

const recordFormat = 1;
const statuses = /^(active|reauthorization_required|revok(ing|ed))$/;

function checkRecord(record: GrantRecord | undefined): GrantRecord | undefined {
  if (record !== undefined && isTooNew(record)) throw recordTooNew();
  if (record !== undefined && !isGrantRecord(record)) throw recordUnreadable();
  return record;
}

/** Whether a newer version of this package wrote a record, in a format of its own. */
export function isTooNew(stored: unknown): boolean {
  const format: unknown = typeof stored === 'object' && stored !== null && Reflect.get(stored, 'format');
  return typeof format === 'number' && format > recordFormat;
}

/** Checks the form of a record that a store returned: another version or program may have written it. */
export function isGrantRecord(stored: unknown): stored is GrantRecord {
  if (typeof stored !== 'object' || stored === null) return false;
  const { lease, ...record }: Partial<GrantRecord> = stored;
  const { format, version, generation, status = '', sealed, fingerprint, expiresAt, issuedAt } = record;
  return (
    format === recordFormat &&
    [version, generation].every(Number.isInteger) &&
    statuses.test(status) &&
    [sealed, fingerprint].every((text) => text === null || typeof text === 'string') &&
    [expiresAt, issuedAt].every((time) => time === null || Number.isFinite(time)) &&
    (lease === null || isLease(lease))
  );
}

function isLease(lease: GrantLease | undefined): boolean {
  if (typeof lease?.owner !== 'string') return false;
  const { expiresAt, attempt, beat, rounds } = lease;
  return Number.isFinite(expiresAt) && [attempt, beat, rounds].every(Number.isInteger);
}
