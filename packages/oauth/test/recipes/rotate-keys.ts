import type { CloseOAuth } from '@closekit/oauth';
import { resealGrants } from '@closekit/oauth/maintenance';

/** Seals all records with the first key. Returns whether the old keys may be removed. */
export async function rotateKeys(oauth: CloseOAuth): Promise<boolean> {
  // #region reseal
  const { seen, resealed, unreadable } = await resealGrants(oauth);
  const mayRemoveOldKeys = unreadable === 0;
  // #endregion
  return mayRemoveOldKeys && resealed <= seen;
}
