import { TokenSet } from '../base/token-set.ts';
import { grantKey } from './grant-id.ts';
import type { GrantId } from './grant-id.ts';
import { recordUnreadable } from './record-unreadable.ts';
import type { Sealer } from './sealer.ts';
import type { GrantRecord } from './token-store.ts';

/** The part of a record that changes with every token pair. */
export type SealedPair = Pick<
  GrantRecord,
  'generation' | 'sealed' | 'fingerprint' | 'expiresAt' | 'issuedAt' | 'scope'
>;

/** The sealer, and how far the server's clock is ahead of this machine's: records have the server's time. */
export interface PairSealing {
  readonly sealer: Sealer;
  readonly aheadMs: () => number;
}

/** Seals a token pair for one generation of its grant. */
export async function sealPair(
  { sealer, aheadMs }: PairSealing,
  tokens: TokenSet,
  generation: number,
): Promise<SealedPair> {
  const { accessToken, refreshToken, expiresAt, issuedAt, scope } = tokens;
  const text = JSON.stringify({ accessToken, refreshToken });
  return {
    generation,
    sealed: await sealer.seal(text, placeOf(tokens, generation)),
    fingerprint: refreshToken ? await sealer.fingerprint(refreshToken) : null,
    expiresAt: expiresAt + aheadMs(),
    issuedAt: issuedAt + aheadMs(),
    scope,
  };
}

/**
 * Opens the token pair of a record.
 *
 * @throws CloseOAuthError `record_unreadable`.
 */
export async function openPair(
  { sealer, aheadMs }: PairSealing,
  id: GrantId,
  record: GrantRecord,
): Promise<TokenSet> {
  if (record.sealed === null) throw recordUnreadable();
  const text = await sealer.open(record.sealed, placeOf(id, record.generation));
  // Only text of `sealPair` can be opened.
  const secrets: Pick<TokenSet, 'accessToken' | 'refreshToken'> = JSON.parse(text);
  return new TokenSet({
    ...secrets,
    ...id,
    expiresAt: (record.expiresAt ?? 0) - aheadMs(),
    issuedAt: (record.issuedAt ?? 0) - aheadMs(),
    scope: record.scope ?? '',
  });
}

/**
 * Seals the token pair of a record with the first key; `undefined` when it is already, or when there is none.
 */
export async function resealPair(
  sealer: Sealer,
  id: GrantId,
  { sealed, generation }: GrantRecord,
): Promise<string | undefined> {
  if (sealed === null || (await sealer.isCurrent(sealed))) return undefined;
  const place = placeOf(id, generation);
  return sealer.seal(await sealer.open(sealed, place), place);
}

function placeOf(id: GrantId, generation: number): string {
  return `grant ${grantKey(id)} tokens ${generation}`;
}
