import { CloseOAuthError } from '../base/close-oauth-error.ts';
import type { CloseOAuthSettings } from './options.ts';
import { createGrantRecords } from '../record/grant-records.ts';
import type { ClientConfig } from '../protocol/client-config.ts';
import { discoverAuthorizationServer } from '../protocol/discover-authorization-server.ts';
import { createServerClock } from './server-clock.ts';
import { createStatsCounter } from './stats.ts';
import type { OAuthStats } from './stats.ts';
import type { GrantState, Vault } from './vault.ts';

/**
 * Wires what the steps of a grant's life share.
 *
 * @param settings - The checked options.
 * @returns The vault, what it counted, and how to close it given every grant in memory.
 */
export function createVault(settings: CloseOAuthSettings): {
  vault: Vault;
  stats: () => OAuthStats;
  close: (states: readonly GrantState[]) => Promise<void>;
} {
  const { store, sealer, now, elapsed, sleep, refreshMarginMs, leaseMs, profile, onEvent } = settings;
  const clock = createServerClock(settings.client.fetch, now);
  const stats = createStatsCounter();
  const closing = new AbortController();
  const flights = new Map<string, Promise<string>>();
  const revocations = new Map<string, Promise<void>>();
  const background = new Set<Promise<unknown>>();
  let closed: Promise<void> | undefined;

  const vault: Vault = {
    records: createGrantRecords(store, sealer, { now, aheadMs: clock.aheadMs }),
    config: createConfigReader({ ...settings, client: { ...settings.client, fetch: clock.fetch } }),
    now,
    elapsed,
    sleep,
    random: Math.random,
    refreshMarginMs,
    timeoutMs: settings.client.timeoutMs,
    leaseMs,
    profile,
    owner: crypto.randomUUID(),
    closing: closing.signal,
    closed: () => closed !== undefined,
    flights,
    revocations,
    background,
    track(work) {
      background.add(work);
      return work.finally(() => background.delete(work));
    },
    emit(type, { organizationId, userId }, code) {
      stats.add(type);
      try {
        const heard = onEvent({ type, organizationId, userId, at: now(), ...(code && { code }) });
        if (heard instanceof Promise) heard.catch(() => undefined);
      } catch {
        // A listener's failure must not end a refresh half way, nor the process.
      }
    },
  };

  async function closeVault(states: readonly GrantState[]): Promise<void> {
    await Promise.allSettled([...flights.values(), ...revocations.values()]);
    closing.abort();
    await Promise.allSettled(background);
    const ending = vault.records.close();
    await Promise.allSettled([ending]);
    if (states.every((state) => state.unsaved === undefined)) return ending;
    const message = 'New tokens could not be stored before closing. Their users have to connect again.';
    throw new CloseOAuthError('store_unavailable', message);
  }

  return { vault, stats: stats.read, close: (states) => (closed ??= closeVault(states)) };
}

// Concurrent first callers share one discovery; a failure is not remembered.
function createConfigReader(settings: CloseOAuthSettings): () => Promise<ClientConfig> {
  const { client, server } = settings;
  if (typeof server !== 'string') {
    const known = Promise.resolve({ ...client, server });
    return () => known;
  }
  let discovery: Promise<ClientConfig> | undefined;
  return () => {
    discovery ??= discoverAuthorizationServer(server, client).then(
      (metadata) => ({ ...client, server: metadata }),
      (error: unknown) => {
        discovery = undefined;
        throw error;
      },
    );
    return discovery;
  };
}
