import { pause } from './pause.ts';
import type { Vault } from './vault.ts';
import { withinGap } from './within-gap.ts';

const waitsMs = [0, 50, 200, 800] as const;

/** Tries to store tokens up to four times within about a second, or within a gap when the store hangs. */
export async function tryQuickly(
  vault: Vault,
  attempt: () => Promise<unknown>,
  isStored: () => boolean,
): Promise<void> {
  const startedAt = vault.elapsed();
  for (const waitMs of waitsMs) {
    if (waitMs > 0) await pause(vault, waitMs);
    await withinGap(vault, attempt);
    if (isStored() || vault.elapsed() - startedAt >= vault.gapMs) return;
  }
}
