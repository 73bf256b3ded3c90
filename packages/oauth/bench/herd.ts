/**
 * What happens when very many callers in several processes find the token expired: how many token
 * requests the server sees, and how long the callers wait.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoreSpec } from '../test/engines/open-store.ts';
import { isPostgresInstalled, startPostgres } from '../test/engines/start-postgres.ts';
import { isRedisInstalled, startRedis } from '../test/engines/start-redis.ts';
import { connectGrants, startWorker } from '../test/proof/fleet.ts';
import { startTokenServer } from '../test/proof/token-server.ts';

const processes = Number(process.env.PROCESSES ?? 8);
const callers = Number(process.env.CALLERS ?? 10_000);
const expiries = Number(process.env.EXPIRIES ?? 10);
const latencyMs = Number(process.env.LATENCY_MS ?? 50);
const reuse = process.env.REUSE === 'refuse' ? 'refuse' : 'revoke-grant';
const hourMs = 3_600_000;
const key = 'orga_1/user_1';

process.env.CLOSEKIT_FSYNC = 'on';
const folder = await mkdtemp(join(tmpdir(), 'closekit-bench-'));
const postgres = (await isPostgresInstalled()) ? await startPostgres() : undefined;
const redis = isRedisInstalled() ? await startRedis() : undefined;
const rows = [];
try {
  rows.push(await measure('SQLite', { engine: 'sqlite', path: join(folder, 'close.db') }));
  if (postgres) {
    const { url } = postgres;
    rows.push(await measure('PostgreSQL', { engine: 'postgres', url, table: 'polled' }));
    rows.push(
      await measure('PostgreSQL, `wakeUps`', { engine: 'postgres', url, table: 'told', wakeUps: true }),
    );
  }
  if (redis) rows.push(await measure('Redis', { engine: 'redis', url: redis.url, prefix: 'bench:' }));
} finally {
  await Promise.all([postgres?.stop(), redis?.stop(), rm(folder, { recursive: true })]);
}
process.stdout.write(`${JSON.stringify({ processes, callers, expiries, latencyMs, rows })}\n`);

async function measure(name: string, store: StoreSpec): Promise<object> {
  const server = await startTokenServer();
  server.latencyMs = latencyMs;
  server.reuse = reuse;
  await connectGrants(store, server, [key]);
  const settings = {
    store,
    server: server.metadata,
    leaseMs: 30_000,
    timeoutMs: 10_000,
    refreshMarginMs: 30_000,
  };
  const workers = await Promise.all(
    Array.from({ length: processes }, (_, index) => startWorker({ ...settings, name: `w${index}` })),
  );
  const rounds: number[][] = [];
  let failed = 0;
  // The first expiry loads drivers and connects: its waits do not count.
  for (let round = 0; round <= expiries; round += 1) {
    const order = { key, callers, aheadMs: (round + 1) * hourMs };
    // oxlint-disable-next-line no-await-in-loop -- an expiry comes after the one before.
    const results = await Promise.all(workers.map((worker) => worker.get(order)));
    failed += results.reduce((sum, result) => sum + (result?.codes.length ?? callers), 0);
    rounds.push(results.flatMap((result) => result?.waitsMs ?? []));
  }
  const requests = server.grants.get(key)?.requests ?? 0;
  for (const worker of workers) worker.send({ type: 'close' });
  await Promise.all(workers.map((worker) => worker.ended));
  await server.close();
  const waitsMs = rounds
    .slice(1)
    .flat()
    .toSorted((a, b) => a - b);
  const at = (share: number): number | undefined => waitsMs[Math.floor((waitsMs.length - 1) * share)];
  return {
    name,
    requestsPerExpiry: requests / (expiries + 1),
    failed,
    p50: at(0.5),
    p99: at(0.99),
    max: at(1),
  };
}
