import { closeVault } from './close-vault.ts';
import { createEndpointPace } from './create-endpoint-pace.ts';
import { createSharedValue } from '../base/shared-value.ts';
import { createLatch } from '../base/latch.ts';
import type { CloseOAuthSettings } from './options.ts';
import { createGrantRecords } from '../record/grant-records.ts';
import type { ClientConfig } from '../protocol/client-config.ts';
import { readServer } from '../protocol/read-server.ts';
import { createServerClock } from '../protocol/server-clock.ts';
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
  const { store, sealer, now, elapsed, sleep, idleSleep, refreshMarginMs, replyPatienceMs, profile, host } =
    settings;
  const clock = createServerClock(settings.client.fetch, now);
  const stats = createStatsCounter();
  const closing = createLatch();
  const ended = createLatch();
  const background = new Set<Promise<unknown>>();
  const { random } = Math;
  let closed: Promise<void> | undefined;

  const vault: Vault = {
    records: createGrantRecords(store, sealer, { now, aheadMs: clock.aheadMs }),
    config: createConfigReader({ ...settings, client: { ...settings.client, fetch: clock.fetch } }),
    now,
    elapsed,
    sleep,
    idleSleep,
    random,
    refreshMarginMs,
    timeoutMs: settings.client.timeoutMs,
    replyPatienceMs,
    ...toRefreshTimes(settings.leaseMs),
    profile,
    pace: createEndpointPace({ sleep, closing, elapsed, random }),
    host,
    closing,
    ended,
    closed: () => closing.isSet,
    flights: new Map(),
    unsaved: new Map(),
    revocations: new Map(),
    unrevoked: new Set(),
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

function createEmit({ onEvent, now, elapsed }: CloseOAuthSettings, stats: StatsCounter): Vault['emit'] {
  return (type, { organizationId, userId }, { startedAt, ...details } = {}) => {
    stats.add(type);
    try {
      const timing = startedAt !== undefined && { durationMs: elapsed() - startedAt };
      const result = onEvent({ type, organizationId, userId, at: now(), ...details, ...timing });
      if (result instanceof Promise) result.catch(() => undefined);
    } catch {
      // A failing listener must not interrupt a refresh, nor crash the process.
    }
  };
}

function createConfigReader({ client, server }: CloseOAuthSettings): () => Promise<ClientConfig> {
  if (typeof server !== 'function') {
    const known = Promise.resolve({ ...client, server });
    return () => known;
  }
  return createSharedValue(async () => ({
    ...client,
    server: await readServer(server),
  })).get;
}
