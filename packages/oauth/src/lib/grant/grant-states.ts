import { grantKey } from '../record/grant-id.ts';
import type { GrantId } from '../record/grant-id.ts';
import type { GrantState, Vault } from '../vault/vault.ts';

/** The states of the grants in memory: one per grant, whatever objects the app holds. */
export interface GrantStates {
  /** Finds or creates the state of a grant. */
  of(id: GrantId): GrantState;
}

const stateLimit = 10_000;

/**
 * Creates an empty cache of about `limit` states. When it is full, states that were not used for a while are
 * dropped; those with a refresh in flight or unsaved tokens stay, whatever the limit.
 */
export function createGrantStates(
  vault: Pick<Vault, 'flights' | 'revocations' | 'unsaved'>,
  limit: number = stateLimit,
): GrantStates {
  const states = new Map<string, GrantState>();

  // A state that was used since the last search gets a second chance, at the end of the line.
  function dropOne(): void {
    let candidates = states.size;
    for (const [key, state] of states) {
      if (candidates === 0) return;
      candidates -= 1;
      states.delete(key);
      if (!state.isUsed && !isNeeded(vault, state)) {
        state.isDropped = true;
        return;
      }
      state.isUsed = false;
      states.set(key, state);
    }
  }

  return {
    of(id) {
      const key = grantKey(id);
      let state = states.get(key);
      if (state === undefined) {
        if (states.size >= limit) dropOne();
        state = createState(id, key);
        states.set(key, state);
      }
      state.isUsed = true;
      return state;
    },
  };
}

function isNeeded(
  { flights, revocations, unsaved }: Pick<Vault, 'flights' | 'revocations' | 'unsaved'>,
  state: GrantState,
): boolean {
  return flights.has(state.key) || revocations.has(state.key) || unsaved.has(state);
}

function createState({ organizationId, userId }: GrantId, key: string): GrantState {
  return {
    id: { organizationId, userId },
    key,
    cached: undefined,
    refused: undefined,
    unsaved: undefined,
    endedOwner: undefined,
    isUsed: true,
    isDropped: false,
    backOff: undefined,
  };
}
