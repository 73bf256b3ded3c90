import { execFile } from 'node:child_process';
import { chmodSync, copyFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { sqliteStore } from '@closekit/oauth/stores/sqlite';
import { activeRecord } from './active-record.ts';
import { connect, keys } from './connect.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'closekit-files-'));
  path = join(folder, 'close.db');
  onTestFinished(() => {
    chmodSync(folder, 0o700);
    return rm(folder, { recursive: true });
  });
});

const reader = fileURLToPath(new URL('engines/read-grant.ts', import.meta.url));
const unprivileged = 65_534;

/** Runs the reader as a user without the right to write. */
async function readAsOther(): Promise<{ token: string; write: string }> {
  const user = process.getuid?.() === 0 ? { uid: unprivileged, gid: unprivileged } : {};
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, [reader, path, JSON.stringify(keys)], user);
  return JSON.parse(stdout);
}

function makeReadOnly(): void {
  chmodSync(path, 0o444);
  chmodSync(folder, 0o555);
}

describe('a SQLite file that may only be read', () => {
  it('still serves a fresh token, and says why it takes no write', async () => {
    const { oauth } = await connect({ store: sqliteStore(path), now: Date.now });
    await oauth.close();
    makeReadOnly();
    const { token, write } = await readAsOther();
    expect(token).toBe('access-secret-1');
    expect(write).toMatch(/could not be used\. Check that .* may read and write the file and its folder/);
  });

  it('serves it while another process has the file open', async () => {
    const { oauth } = await connect({ store: sqliteStore(path), now: Date.now });
    onTestFinished(() => oauth.close());
    for (const suffix of ['-wal', '-shm']) chmodSync(`${path}${suffix}`, 0o444);
    makeReadOnly();
    expect((await readAsOther()).token).toBe('access-secret-1');
  });
});

describe('a SQLite file that is replaced under a running process', () => {
  it('is opened again, so that all processes use the restored one', async () => {
    const running = sqliteStore(path);
    onTestFinished(async () => running.close?.());
    await running.compareAndSet('k', 0, activeRecord(1));
    const backup = join(folder, 'backup.db');
    const other = new DatabaseSync(path);
    other.exec(`VACUUM INTO '${backup}'`);
    other.close();
    await running.compareAndSet('k', 1, activeRecord(2));

    for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
    renameSync(backup, path);
    expect((await running.load('k'))?.version).toBe(1);
    expect(await running.compareAndSet('k', 1, { ...activeRecord(2), scope: 'restored' })).toBe(true);
    const started = sqliteStore(path);
    onTestFinished(async () => started.close?.());
    expect(await started.load('k')).toMatchObject({ version: 2, scope: 'restored' });
    const [first, second] = await Promise.all([
      running.compareAndSet('k', 2, activeRecord(3)),
      started.compareAndSet('k', 2, activeRecord(3)),
    ]);
    expect([first, second].filter(Boolean)).toHaveLength(1);
  });

  it('is not created again while it is missing', async () => {
    const running = sqliteStore(path);
    onTestFinished(async () => running.close?.());
    await running.compareAndSet('k', 0, activeRecord(1));
    const saved = join(folder, 'saved.db');
    const reading = new DatabaseSync(path);
    reading.exec(`VACUUM INTO '${saved}'`);
    reading.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
    const failure = running.load('k');
    await expect(failure).rejects.toMatchObject({ code: 'store_unavailable' });
    await expect(failure).rejects.toThrow(/was moved or deleted while it was open/);
    expect(() => statSync(path)).toThrow('ENOENT');
    copyFileSync(saved, path);
    expect((await running.load('k'))?.version).toBe(1);
  });
});
