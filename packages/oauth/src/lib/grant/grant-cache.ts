import { createGrant } from './grant.ts';
import type { Grant } from './grant.ts';
import { grantKey } from '../record/grant-id.ts';
import type { GrantId } from '../record/grant-id.ts';
import type { GrantState, Vault } from '../vault/vault.ts';

/** A grant and its state. */
export interface CachedGrant {
  readonly grant: Grant;
  readonly state: GrantState;
}

/** The least recently used cache of grants. */
export interface GrantCache {
  /** Finds or creates a grant. */
  get(id: GrantId): CachedGrant;
  /** The states of all cached grants. */
  states(): GrantState[];
}

const grantLimit = 10_000;

/** Creates an empty cache of at most `limit` grants. */
export function createGrantCache(vault: Vault, limit: number = grantLimit): GrantCache {
  const cached = new Map<string, CachedGrant>();

  // A grant with the only copy of a token pair stays, whatever the limit.
  function forgetOldest(): void {
    for (const [key, { state }] of cached) {
      if (cached.size <= limit) return;
      if (state.unsaved === undefined && !vault.flights.has(key)) cached.delete(key);
    }
  }

  return {
    get(id) {
      const key = grantKey(id);
      const found = cached.get(key) ?? build(vault, id, key);
      cached.delete(key);
      cached.set(key, found);
      forgetOldest();
      return found;
    },
    states: () => Array.from(cached.values(), ({ state }) => state),
  };
}

function build(vault: Vault, { organizationId, userId }: GrantId, key: string): CachedGrant {
  const id = { organizationId, userId };
  const state: GrantState = {
    id,
    key,
    cached: undefined,
    refused: undefined,
    unsaved: undefined,
    backOff: undefined,
  };
  return { grant: createGrant(vault, state), state };
}
