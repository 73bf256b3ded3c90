/** The cost of walks over very many grants in one SQLite file: time and memory. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createCloseOAuth } from '../src/index.ts';
import type { CloseOAuth } from '../src/index.ts';
import { sqliteStore } from '../src/stores/sqlite.ts';
import { importGrants, listGrants } from '../src/maintenance.ts';
import { workerKeys } from '../test/proof/worker-keys.ts';

const count = Number(process.env.GRANTS ?? 1_000_000);
const dayMs = 24 * 3_600_000;
const sampleEvery = 5000;

const folder = mkdtempSync(join(tmpdir(), 'closekit-walks-'));
try {
  const path = join(folder, 'close.db');
  const oauth = createCloseOAuth({
    clientId: 'c',
    clientSecret: 's',
    redirectUri: 'https://app.example/callback',
    store: sqliteStore(path),
    keys: workerKeys,
  });
  await fill(oauth, path);
  const rows = [
    await measure('`list`, all of them', async (sample) => {
      for await (const _ of listGrants(oauth)) sample();
    }),
    await measure('`list`, by a status that none has', async (sample) => {
      const onProgress = sample;
      for await (const _ of listGrants(oauth, { status: 'revoking', onProgress })) sample();
    }),
    await measure('`keepAlive`, nothing due', async (sample) => {
      await oauth.keepAlive({ idleForMs: dayMs, onProgress: sample });
    }),
  ];
  await oauth.close();
  process.stdout.write(`${JSON.stringify({ count, rows })}\n`);
} finally {
  rmSync(folder, { recursive: true });
}

/** Imports one grant, and copies its row under other keys: walks open no tokens. */
async function fill(oauth: CloseOAuth, path: string): Promise<void> {
  const refreshToken = 'r'.repeat(64);
  const accessToken = 'a'.repeat(64);
  const expiresAt = Date.now() + dayMs;
  await importGrants(oauth, [
    { organizationId: 'orga', userId: 'user', refreshToken, accessToken, expiresAt },
  ]);
  const database = new DatabaseSync(path);
  database.exec(`
    WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${count - 1})
    INSERT INTO closekit_grants (key, version, record)
    SELECT printf('orga_%d/user_%d', n % 50000, n), version, record FROM numbers, closekit_grants WHERE key = 'orga/user'`);
  database.close();
}

async function measure(name: string, walk: (sample: () => void) => Promise<void>): Promise<object> {
  globalThis.gc?.();
  const before = process.memoryUsage();
  const startedAt = performance.now();
  let calls = 0;
  let rss = before.rss;
  const heaps: number[] = [];
  await walk(() => {
    calls += 1;
    if (calls % sampleEvery > 0 && calls > 1) return;
    const { heapUsed, rss: now } = process.memoryUsage();
    heaps.push(heapUsed);
    rss = Math.max(rss, now);
  });
  const seconds = (performance.now() - startedAt) / 1000;
  globalThis.gc?.();
  return {
    name,
    seconds: Number(seconds.toFixed(1)),
    rowsPerSecond: Math.round(count / seconds),
    heapBeforeMb: toMb(before.heapUsed),
    heapPeakMb: toMb(Math.max(...heaps)),
    heapAfterMb: toMb(process.memoryUsage().heapUsed),
    rssPeakMb: toMb(rss),
  };
}

function toMb(bytes: number): number {
  return Math.round(bytes / 2 ** 20);
}
