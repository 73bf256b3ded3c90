import { closeVault } from './close-vault.ts';
import { createFirstValue } from '../base/first-value.ts';
import { createLatch } from '../base/latch.ts';
import type { CloseOAuthSettings } from './options.ts';
import { createGrantRecords } from '../record/grant-records.ts';
import type { ClientConfig } from '../protocol/client-config.ts';
import { discoverAuthorizationServer } from '../protocol/discover-authorization-server.ts';
import { createServerClock } from './server-clock.ts';
import { createStatsCounter } from './stats.ts';
import type { OAuthStats, StatsCounter } from './stats.ts';
import { toRefreshTimes } from './refresh-times.ts';
import type { Vault } from './vault.ts';

/**
 * Builds the vault from the checked options.
 *
 * @returns The vault, its statistics, and `close`, which takes its time limit.
 */
export function createVault(settings: CloseOAuthSettings): {
  vault: Vault;
  stats: () => OAuthStats;
  close: (timeoutMs: number) => Promise<void>;
} {
  const { store, sealer, now, elapsed, sleep, refreshMarginMs, replyPatienceMs, profile, host } = settings;
  const clock = createServerClock(settings.client.fetch, now);
  const stats = createStatsCounter();
  const closing = createLatch();
  const ended = createLatch();
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
    replyPatienceMs,
    ...toRefreshTimes(settings.leaseMs),
    profile,
    host,
    closing,
    ended,
    closed: () => closing.isSet,
    flights: new Map(),
    unsaved: new Set(),
    revocations: new Map(),
    background,
    track(work) {
      background.add(work);
      return work.finally(() => background.delete(work));
    },
    emit: createEmit(settings, stats),
  };

  return {
    vault,
    stats: stats.read,
    close: (timeoutMs) => (closed ??= closeVault(vault, timeoutMs)),
  };
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

function createConfigReader({ client, server }: CloseOAuthSettings): () => Promise<ClientConfig> {
  if (typeof server !== 'string') {
    const known = Promise.resolve({ ...client, server });
    return () => known;
  }
  return createFirstValue(async () => ({
    ...client,
    server: await discoverAuthorizationServer(server, client),
  }));
}
