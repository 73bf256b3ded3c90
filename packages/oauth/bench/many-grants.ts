/**
 * The cost of very many grants that expire within a minute: memory of their cached tokens, and time, requests
 * and database connections while all are refreshed.
 */
import { fork } from 'node:child_process';
import { createCloseOAuth } from '../src/index.ts';
import { postgresStore } from '../src/stores/postgres.ts';
import { startPostgres } from '../test/engines/start-postgres.ts';
import { startTokenServer } from '../test/proof/token-server.ts';
import { workerKeys } from '../test/proof/worker-keys.ts';
import type { ManyGrantsReport, ManyGrantsTask } from './many-grants-worker.ts';

const processes = Number(process.env.PROCESSES ?? 8);
const count = Number(process.env.GRANTS ?? 100_000);
const withinMs = Number(process.env.WITHIN_MS ?? 60_000);
const connectedAtOnce = 32;

process.env.CLOSEKIT_FSYNC = 'on';
const postgres = await startPostgres();
const server = await startTokenServer();
try {
  const store = { url: postgres.url, table: 'closekit_grants' };
  const connectMs = await connectAll(store.url);
  const share = Math.ceil(count / processes);
  const tasks = Array.from({ length: processes }, (_, index) => ({
    ...store,
    server: server.metadata,
    first: index * share,
    end: Math.min(count, (index + 1) * share),
    withinMs,
  }));
  const reports = await Promise.all(tasks.map(run));
  const waitsMs = reports.flatMap((report) => report.waitsMs).toSorted((a, b) => a - b);
  const requests = [...server.grants.values()].reduce((sum, grant) => sum + grant.requests, 0);
  const elapsedMs = Math.max(...reports.map((report) => report.elapsedMs));
  const result = {
    processes,
    count,
    withinMs,
    connectMs,
    bytesPerGrant: Math.max(...reports.map((report) => report.bytesPerGrant)),
    requestsPerGrant: requests / count,
    failed: reports.reduce((sum, report) => sum + report.failed, 0),
    elapsedMs,
    perSecond: count / (elapsedMs / 1000),
    p50: waitsMs[Math.floor(count * 0.5)],
    p99: waitsMs[Math.floor(count * 0.99)],
    max: waitsMs.at(-1),
    connections: Math.max(...reports.map((report) => report.connections)),
    queued: Math.max(...reports.map((report) => report.queued)),
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
} finally {
  await server.close();
  await postgres.stop();
}

async function connectAll(connectionString: string): Promise<number> {
  const start = performance.now();
  const oauth = createCloseOAuth({
    clientId: 'client',
    clientSecret: 'client-secret',
    redirectUri: 'https://app.example/callback',
    keys: workerKeys,
    store: postgresStore(connectionString),
    server: server.metadata,
  });
  let next = 0;
  async function connectSome(): Promise<void> {
    while (next < count) {
      const code = `orga_${next}/user_${next}`;
      next += 1;
      const { url, transaction } = await oauth.startAuthorization();
      const callbackUrl = `https://app.example/callback?code=${code}&state=${url.searchParams.get('state')}`;
      await oauth.finishAuthorization({ callbackUrl, transaction });
    }
  }
  await Promise.all(Array.from({ length: connectedAtOnce }, connectSome));
  await oauth.close();
  return performance.now() - start;
}

function run(task: ManyGrantsTask): Promise<ManyGrantsReport> {
  const child = fork(new URL('many-grants-worker.ts', import.meta.url), {
    execArgv: ['--expose-gc', '--conditions=@closekit/source'],
  });
  child.send(task);
  return new Promise((resolve, reject) => {
    child.once('message', (report: ManyGrantsReport) => resolve(report));
    child.once('exit', (code) => reject(new Error(`A worker ended with ${code}`)));
  });
}
