import { CloseOAuthError } from '../base/close-oauth-error.ts';
import { createLazy } from '../base/lazy.ts';
import type { CloseOAuthSettings } from './options.ts';
import { createGrantRecords } from '../record/grant-records.ts';
import type { ClientConfig } from '../protocol/client-config.ts';
import { discoverAuthorizationServer } from '../protocol/discover-authorization-server.ts';
import { createServerClock } from './server-clock.ts';
import { createStatsCounter } from './stats.ts';
import type { OAuthStats, StatsCounter } from './stats.ts';
import type { GrantState, Vault } from './vault.ts';

/**
 * Builds the vault from the checked options.
 *
 * @returns The vault, its statistics, and `close`, which takes the state of every grant in memory.
 */
export function createVault(settings: CloseOAuthSettings): {
  vault: Vault;
  stats: () => OAuthStats;
  close: (states: readonly GrantState[]) => Promise<void>;
} {
  const { store, sealer, now, elapsed, sleep, refreshMarginMs, leaseMs, profile } = settings;
  const clock = createServerClock(settings.client.fetch, now);
  const stats = createStatsCounter();
  const closing = new AbortController();
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
    flights: new Map(),
    revocations: new Map(),
    background,
    track(work) {
      background.add(work);
      return work.finally(() => background.delete(work));
    },
    emit: createEmit(settings, stats),
  };

  return { vault, stats: stats.read, close: (states) => (closed ??= closeVault(vault, closing, states)) };
}

function createEmit({ onEvent, now }: CloseOAuthSettings, stats: StatsCounter): Vault['emit'] {
  return (type, { organizationId, userId }, code) => {
    stats.add(type);
    try {
      const result = onEvent({ type, organizationId, userId, at: now(), ...(code && { code }) });
      if (result instanceof Promise) result.catch(() => undefined);
    } catch {
      // A failing listener must not interrupt a refresh, nor crash the process.
    }
  };
}

async function closeVault(
  { flights, revocations, background, records }: Vault,
  closing: AbortController,
  states: readonly GrantState[],
): Promise<void> {
  await Promise.allSettled([...flights.values(), ...revocations.values()]);
  closing.abort();
  await Promise.allSettled(background);
  const storeClosed = records.close();
  await Promise.allSettled([storeClosed]);
  if (states.every((state) => state.unsaved === undefined)) return storeClosed;
  const message = 'New tokens could not be stored before closing. Their users have to connect again.';
  throw new CloseOAuthError('store_unavailable', message);
}

function createConfigReader({ client, server }: CloseOAuthSettings): () => Promise<ClientConfig> {
  if (typeof server !== 'string') {
    const known = Promise.resolve({ ...client, server });
    return () => known;
  }
  return createLazy(async () => ({
    ...client,
    server: await discoverAuthorizationServer(server, client),
  })).get;
}
