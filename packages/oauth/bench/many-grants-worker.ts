import { createCloseOAuth } from '../src/index.ts';
import type { AuthorizationServer, Grant } from '../src/index.ts';
import { Pool } from 'pg';
import { postgresStore } from '../src/stores/postgres.ts';
import { workerKeys } from '../test/proof/worker-keys.ts';

/** The share of the grants that one process refreshes. */
export interface ManyGrantsTask {
  readonly url: string;
  readonly table: string;
  readonly server: AuthorizationServer;
  readonly first: number;
  readonly end: number;
  readonly withinMs: number;
}

/** The result of one process. */
export interface ManyGrantsReport {
  readonly bytesPerGrant: number;
  readonly elapsedMs: number;
  readonly waitsMs: readonly number[];
  readonly failed: number;
  readonly connections: number;
  readonly queued: number;
}

const hourMs = 3_600_000;
const loadedAtOnce = 32;

process.once('message', (task: ManyGrantsTask) => {
  void measure(task).then((report) => process.send?.(report, () => process.exit(0)));
});

async function measure({
  url,
  table,
  server,
  first,
  end,
  withinMs,
}: ManyGrantsTask): Promise<ManyGrantsReport> {
  let aheadMs = 0;
  const pool = new Pool({ connectionString: url, max: 10 });
  const oauth = createCloseOAuth({
    clientId: 'client',
    clientSecret: 'client-secret',
    redirectUri: 'https://app.example/callback',
    keys: workerKeys,
    store: postgresStore({ pool, table }),
    server,
    now: () => Date.now() + aheadMs,
  });
  const grantOf = (index: number): Grant =>
    oauth.grant({ organizationId: `orga_${index}`, userId: `user_${index}` });

  await grantOf(first).get();
  const before = heapUsed();
  const grants: Grant[] = [];
  for (let index = first + 1; index < end; index += 1) grants.push(grantOf(index));
  await eachOf(grants, (grant) => grant.get());
  const bytesPerGrant = (heapUsed() - before) / grants.length;

  grants.push(grantOf(first));
  aheadMs = hourMs;
  const waitsMs: number[] = [];
  let [failed, connections, queued] = [0, 0, 0];
  const start = performance.now();
  await Promise.all(
    grants.map(async (grant, index) => {
      await pause((index / grants.length) * withinMs);
      const asked = performance.now();
      await grant.get().catch(() => {
        failed += 1;
      });
      waitsMs.push(Math.round(performance.now() - asked));
      connections = Math.max(connections, pool.totalCount);
      queued = Math.max(queued, pool.waitingCount);
    }),
  );
  const elapsedMs = performance.now() - start;
  await oauth.close();
  await pool.end();
  return { bytesPerGrant, elapsedMs, waitsMs, failed, connections, queued };
}

async function eachOf(grants: readonly Grant[], visit: (grant: Grant) => Promise<unknown>): Promise<void> {
  const iterator = grants.values();
  const visitSome = async (): Promise<void> => {
    for (const grant of iterator) await visit(grant);
  };
  await Promise.all(Array.from({ length: loadedAtOnce }, visitSome));
}

function heapUsed(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, durationMs);
  });
}
