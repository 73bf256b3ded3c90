import { disconnect } from './disconnect.ts';
import { createGrant } from './grant.ts';
import type { Grant, StateSource } from './grant.ts';
import { grantKey } from '../record/grant-id.ts';
import type { GrantId } from '../record/grant-id.ts';
import type { GrantState, Vault } from '../vault/vault.ts';

/** A grant and its state. */
export interface CachedGrant {
  readonly grant: Grant;
  readonly state: GrantState;
}

/** The states of the grants in memory: one per grant, whatever objects the app holds. */
export interface GrantStates extends StateSource {
  /** Finds or creates a grant and its state. */
  of(id: GrantId): CachedGrant;
}

const stateLimit = 10_000;

/**
 * Creates an empty cache of about `limit` states. When it is full, states that were not used for a while are
 * dropped; those with a refresh or a disconnect in progress or unsaved tokens stay, whatever the
 * limit.
 */
export function createGrantStates(vault: Vault, limit: number = stateLimit): GrantStates {
  const cached = new Map<string, CachedGrant>();

  // A state that was used since the last search gets a second chance, at the end of the line.
  function dropOne(): void {
    let candidates = cached.size;
    for (const [key, found] of cached) {
      if (candidates === 0) return;
      candidates -= 1;
      cached.delete(key);
      if (!found.state.isUsed && !isNeeded(vault, found.state)) {
        found.state.isDropped = true;
        return;
      }
      found.state.isUsed = false;
      cached.set(key, found);
    }
  }

  const states: GrantStates = {
    of(id) {
      const key = grantKey(id);
      const found = cached.get(key);
      if (found !== undefined) return found;
      if (cached.size >= limit) dropOne();
      const state = createState(id, key);
      const created = { state, grant: createGrant(vault, states, state) };
      cached.set(key, created);
      return created;
    },
    revoke: (state) => disconnect(vault, state),
  };
  return states;
}

function isNeeded({ flights, revocations, unrevoked, unsaved }: Vault, state: GrantState): boolean {
  const isRevoking = revocations.has(state.key) || unrevoked.has(state);
  return isRevoking || flights.has(state.key) || unsaved.has(state);
}

function createState({ organizationId, userId }: GrantId, key: string): GrantState {
  return {
    id: { organizationId, userId },
    key,
    cached: undefined,
    dueBefore: 0,
    refused: undefined,
    unsaved: undefined,
    endedOwner: undefined,
    isUsed: false,
    isDropped: false,
    backOff: undefined,
  };
}
