import { CloseOAuthError } from './close-oauth-error.ts';
import { grantKey } from './grant-id.ts';
import type { GrantId } from './grant-id.ts';
import type { Sealer } from './sealer.ts';
import { TokenSet } from './token-set.ts';
import type { GrantRecord, TokenStore } from './token-store.ts';

/** The part of a record that changes with every pair of tokens. */
export type SealedPair = Pick<
  GrantRecord,
  'generation' | 'sealed' | 'fingerprint' | 'expiresAt' | 'issuedAt' | 'scope'
>;

/** Reads and writes the records of grants, sealed, with every failure of the store coded. */
export interface GrantRecords {
  /** Reads the latest record. */
  load(id: GrantId): Promise<GrantRecord | undefined>;
  /** Writes a record over the version it was read at; false when someone else wrote since. */
  write(id: GrantId, expectedVersion: number, next: GrantRecord): Promise<boolean>;
  /** Opens the tokens of a record. */
  open(id: GrantId, record: GrantRecord): Promise<TokenSet>;
  /** Seals tokens for a generation of a grant. */
  seal(tokens: TokenSet, generation: number): Promise<SealedPair>;
}

/**
 * @param store - where records live
 * @param sealer - seals the tokens in them
 * @returns the records
 */
export function createGrantRecords(store: TokenStore, sealer: Sealer): GrantRecords {
  return {
    async load(id) {
      const record = await coded(() => store.load(grantKey(id)));
      if (record !== undefined && !isRecord(record)) throw unreadable();
      return record;
    },
    write: (id, expectedVersion, next) =>
      coded(() => store.compareAndSet(grantKey(id), expectedVersion, next)),
    async open(id, record) {
      if (record.sealed === null) throw unreadable();
      const text = await sealer.open(record.sealed, placeOf(id, record.generation));
      // Only what `seal` below wrote can be opened.
      const secrets: { accessToken: string; refreshToken?: string } = JSON.parse(text);
      return new TokenSet({
        accessToken: secrets.accessToken,
        refreshToken: secrets.refreshToken,
        expiresAt: record.expiresAt ?? 0,
        issuedAt: record.issuedAt ?? 0,
        scope: record.scope ?? '',
        organizationId: id.organizationId,
        userId: id.userId,
      });
    },
    async seal(tokens, generation) {
      const { accessToken, refreshToken, expiresAt, issuedAt, scope } = tokens;
      const text = JSON.stringify({ accessToken, refreshToken });
      return {
        generation,
        sealed: await sealer.seal(text, placeOf(tokens, generation)),
        fingerprint: refreshToken ? await sealer.fingerprint(refreshToken) : null,
        expiresAt,
        issuedAt,
        scope,
      };
    },
  };
}

function placeOf(id: GrantId, generation: number): string {
  return `grant ${grantKey(id)} tokens ${generation}`;
}

async function coded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CloseOAuthError) throw error;
    const message = 'The token store failed. Nothing was lost; try again when it works.';
    throw new CloseOAuthError('store_unavailable', message, { cause: error });
  }
}

function isRecord(record: GrantRecord): boolean {
  return (
    Number.isInteger(record.version) &&
    Number.isInteger(record.generation) &&
    typeof record.status === 'string'
  );
}

function unreadable(): CloseOAuthError {
  return new CloseOAuthError('record_unreadable', 'A stored record does not have the form that was written.');
}
