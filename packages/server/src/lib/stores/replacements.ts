import { dropOldest } from '../base/drop-oldest.ts';
import type { SessionGrant } from './session-store.ts';

/** Tokens that replaced refused ones and that Close has not accepted yet. */
export interface Replacements {
  /** Records that a token replaced a refused one. */
  add(grant: SessionGrant, token: string): void;
  /** Records that Close accepted a token. */
  accept(grant: SessionGrant, token: string): void;
  /** Whether a token recently replaced a refused one and was not accepted since. */
  has(grant: SessionGrant, token: string): boolean;
}

// One renewal per grant in this time is a load that a server can bear, however many requests fail.
const memoryMs = 30_000;
const grantLimit = 10_000;

/**
 * Remembers the newest replacement of each grant for half a minute. If Close refuses that token too, another
 * renewal would cost a token pair for every request and fix nothing.
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
