import type { Sealer } from '../record/sealer.ts';
import type { Vault } from '../vault/vault.ts';
import type { GrantStates } from './grant-states.ts';

/** The inside of a `CloseOAuth`, for functions that are imported on their own. */
export interface VaultInside {
  readonly vault: Vault;
  readonly states: GrantStates;
  readonly sealer: Sealer;
}

const insides = new WeakMap<object, VaultInside>();

/** Remembers the inside of a `CloseOAuth`. */
export function exposeVault(oauth: object, inside: VaultInside): void {
  insides.set(oauth, inside);
}

/** Finds the inside of a `CloseOAuth`; `undefined` when it is none of this copy of the package. */
export function findVault(oauth: object): VaultInside | undefined {
  return insides.get(Object(oauth));
}

/**
 * Finds the inside of a `CloseOAuth`.
 *
 * @throws TypeError when it is none of this copy of the package.
 */
export function vaultOf(oauth: object, caller: string): VaultInside {
  const inside = findVault(oauth);
  if (inside === undefined) {
    throw new TypeError(`${caller}: \`oauth\` must be what \`createCloseOAuth\` returned.`);
  }
  return inside;
}
