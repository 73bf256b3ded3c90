import { CloseOAuthError } from '../base/close-oauth-error.ts';
import type { GrantId } from '../record/grant-id.ts';
import { pauseUntil } from './pause.ts';
import type { Vault } from './vault.ts';

/**
 * Waits for the work in progress, for a limited time, and closes the store.
 *
 * @throws CloseOAuthError `store_unavailable` with the grants whose new tokens could not be stored.
 */
export async function closeVault(vault: Vault, timeoutMs: number): Promise<void> {
  vault.closing.set();
  await Promise.race([settle(vault), pauseUntil(vault, vault.elapsed() + timeoutMs, vault.ended)]);
  vault.ended.set();
  const lost = Array.from(vault.unsaved.keys(), ({ id }) => id);
  const open = [...vault.flights.values()].flatMap(({ flight, id }) => (flight.lease?.isSent ? [id] : []));
  const storeClosed = vault.records.close();
  await Promise.allSettled([storeClosed]);
  const grants = [...new Set([...lost, ...open].map(nameOf))];
  if (grants.length === 0) return storeClosed;
  throw new CloseOAuthError(
    'store_unavailable',
    `New tokens could not be stored before closing: ${listed(grants)}. Their users have to connect again.`,
  );
}

async function settle({ flights, revocations, background }: Vault): Promise<void> {
  while (flights.size + revocations.size + background.size > 0) {
    const tokens = Array.from(flights.values(), ({ token }) => token);
    await Promise.allSettled([...tokens, ...revocations.values(), ...background]);
  }
}

function nameOf({ organizationId, userId }: GrantId): string {
  return `${organizationId}/${userId}`;
}

const namesInMessage = 20;

function listed(grants: readonly string[]): string {
  const rest = grants.length - namesInMessage;
  return grants.slice(0, namesInMessage).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
