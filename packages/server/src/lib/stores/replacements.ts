import { dropOldest } from '../base/drop-oldest.ts';
import type { SessionGrant } from './session-store.ts';

/** The tokens that came in place of refused ones, until Close has taken them. */
export interface Replacements {
  /** Notes that a token came in place of a refused one. */
  add(grant: SessionGrant, token: string): void;
  /** Notes that Close has taken a token. */
  accept(grant: SessionGrant, token: string): void;
  /** Whether a token has just come in place of a refused one, and was not taken since. */
  has(grant: SessionGrant, token: string): boolean;
}

// One renewal for each grant in this time, however many requests fail, is what a server can bear that has to store it.
const memoryMs = 30_000;
const grantLimit = 10_000;

/**
 * Remembers the newest replacement of each grant for half a minute. If Close refuses that too, or a page says so, then
 * renewing again would cost a pair of tokens for every request and mend nothing.
 */
export function createReplacements(now: () => number): Replacements {
  const newest = new Map<string, { readonly token: string; readonly until: number }>();
  return {
    add(grant, token) {
      newest.delete(keyOf(grant));
      newest.set(keyOf(grant), { token, until: now() + memoryMs });
      dropOldest(newest, grantLimit);
    },
    accept(grant, token) {
      if (newest.get(keyOf(grant))?.token === token) newest.delete(keyOf(grant));
    },
    has(grant, token) {
      const replacement = newest.get(keyOf(grant));
      return replacement?.token === token && now() < replacement.until;
    },
  };
}

function keyOf({ organizationId, userId }: SessionGrant): string {
  return `${organizationId}/${userId}`;
}
