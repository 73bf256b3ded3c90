import { chmodSync, mkdirSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { SqliteDatabase, SqliteStatement } from './database.ts';
import { openSqlite } from './open-sqlite.ts';
import type { SqliteConnection } from './open-sqlite.ts';
import type { OpenSqliteOptions } from './options.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'closekit-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Statements {
  readonly add: SqliteStatement;
  readonly list: SqliteStatement;
}

function prepare(database: SqliteDatabase): Statements {
  database.exec('CREATE TABLE IF NOT EXISTS words (word TEXT)');
  return {
    add: database.prepare('INSERT INTO words VALUES (?)'),
    list: database.prepare('SELECT word FROM words'),
  };
}

function openWords(options: Partial<OpenSqliteOptions<Statements>>): SqliteConnection<Statements> {
  const words = openSqlite({ prepare, ...options });
  onTestFinished(() => words.close());
  return words;
}

const permissions = (path: string): number => statSync(path).mode & 0o777;

/** Takes the write lock of a file, as another process would. */
function lock(path: string): { release(): void } {
  const other = new DatabaseSync(path);
  onTestFinished(() => other.close());
  other.exec('PRAGMA journal_mode = WAL; BEGIN IMMEDIATE');
  return { release: () => other.exec('COMMIT') };
}

describe('openSqlite', () => {
  it('opens at first use, and again after it was closed', async () => {
    const path = join(folder, 'late.db');
    const words = openWords({ path });
    expect(() => statSync(path)).toThrow('ENOENT');
    await words.run(({ add }) => add.run('first'));
    await words.close();
    expect(await words.run(({ list }) => list.all().length)).toBe(1);
  });

  it('creates its folder and file for their owner only', async () => {
    const path = join(folder, 'made', 'words.db');
    await openWords({ path }).run(({ add }) => add.run('x'));
    expect([join(folder, 'made'), path, `${path}-wal`].map(permissions)).toEqual([0o700, 0o600, 0o600]);
  });

  it('makes a file that exists private, with its side files', async () => {
    const path = join(folder, 'readable.db');
    const first = new DatabaseSync(path);
    onTestFinished(() => first.close());
    first.exec('PRAGMA journal_mode = WAL; CREATE TABLE words (word TEXT)');
    const files = [path, `${path}-wal`, `${path}-shm`];
    for (const file of files) chmodSync(file, 0o644);
    await openWords({ path }).run(({ add }) => add.run('x'));
    expect(files.map(permissions)).toEqual([0o600, 0o600, 0o600]);
  });

  it('leaves the mode of what is not a file of its own', async () => {
    const directory = join(folder, 'directory');
    mkdirSync(directory, { mode: 0o755 });
    await expect(openWords({ path: directory }).run(() => 1)).rejects.toMatchObject({
      code: 'store_unavailable',
    });
    const other = join(folder, 'other.txt');
    writeFileSync(other, '');
    chmodSync(other, 0o644);
    symlinkSync(other, join(folder, 'linked.db-wal'));
    writeFileSync(join(folder, 'linked.db'), '');
    await openWords({ path: join(folder, 'linked.db') })
      .run(({ add }) => add.run('x'))
      .catch(() => undefined);
    expect([directory, other].map(permissions)).toEqual([0o755, 0o644]);
  });

  it.each([DatabaseSync, Database])(
    'sets a write-ahead log that survives a power cut (%o)',
    async (driver) => {
      const path = join(folder, `${driver.name}.db`);
      const words = openSqlite({
        path,
        driver,
        prepare: (database) =>
          ['journal_mode', 'synchronous'].map((name) => database.prepare(`PRAGMA ${name}`)),
      });
      const full = 2;
      const rows = await words.run((pragmas) => pragmas.map((pragma) => pragma.get()));
      await words.close();
      expect(rows).toEqual([{ journal_mode: 'wal' }, { synchronous: full }]);
    },
  );

  it('leaves an open database of the caller open', async () => {
    const database = new DatabaseSync(':memory:');
    const words = openWords({ database });
    await words.run(({ add }) => add.run('kept'));
    await words.close();
    expect(database.prepare('SELECT word FROM words').all()).toHaveLength(1);
    database.close();
  });

  it('prepares again while another process has the file locked', async () => {
    const path = join(folder, 'migrating.db');
    const other = lock(path);
    let attempts = 0;
    const words = openWords({
      path,
      prepare(database) {
        attempts += 1;
        if (attempts === 2) other.release();
        database.exec('BEGIN IMMEDIATE');
        const statements = prepare(database);
        database.exec('COMMIT');
        return statements;
      },
    });
    expect(await words.run(({ list }) => list.all())).toEqual([]);
    expect(attempts).toBe(2);
  });

  it('waits for a lock without blocking the event loop', async () => {
    const path = join(folder, 'busy.db');
    const words = openWords({ path });
    await words.run(({ list }) => list.all());
    const other = lock(path);
    const adding = words.run(({ add }) => add.run('late'));
    // These timers run only while the event loop is free.
    let ticks = 0;
    const timer = setInterval(() => {
      ticks += 1;
      if (ticks === 3) other.release();
    }, 1);
    await adding;
    clearInterval(timer);
    expect(ticks).toBeGreaterThanOrEqual(3);
  });

  it.each([DatabaseSync, Database])('lets SQLite itself wait for no lock (%o)', async (driver) => {
    const path = join(folder, `unwaiting-${driver.name}.db`);
    const wait = openSqlite({
      path,
      driver,
      prepare: (database) => database.prepare('SELECT timeout FROM pragma_busy_timeout'),
    });
    const row = await wait.run((statement) => statement.get());
    await wait.close();
    expect(row).toEqual({ timeout: 0 });
  });

  it('gives up on a lock after busyTimeoutMs, with the cause', async () => {
    const path = join(folder, 'stuck.db');
    const words = openWords({ path, busyTimeoutMs: 30 });
    await words.run(({ list }) => list.all());
    lock(path);
    const adding = words.run(({ add }) => add.run('never'));
    await expect(adding).rejects.toMatchObject({
      code: 'store_unavailable',
      cause: { message: expect.stringContaining('locked') },
    });
  });

  it('throws an error of the work itself as it is, once', async () => {
    const words = openWords({ path: join(folder, 'bugs.db') });
    let runs = 0;
    const bug = new Error('The phone is busy, the door is locked');
    const failing = words.run(() => {
      runs += 1;
      throw bug;
    });
    await expect(failing).rejects.toBe(bug);
    expect(runs).toBe(1);
  });

  it.each([DatabaseSync, Database])('reports a database that its owner has closed (%o)', async (driver) => {
    const database = new driver(':memory:');
    const own = openWords({ database });
    await own.run(({ list }) => list.all());
    database.close();
    await expect(own.run(({ list }) => list.all())).rejects.toMatchObject({ code: 'store_unavailable' });
  });

  it('refuses to prepare asynchronously, also when that waits for itself', async () => {
    const words: SqliteConnection<unknown> = openSqlite({
      path: join(folder, 'circle.db'),
      prepare: () => words.run(() => 1),
    });
    await expect(words.run(() => 1)).rejects.toThrow(
      new TypeError('openSqlite: `prepare` must be synchronous.'),
    );
    await words.close();
  });

  it('forgets a failed opening, so that a later call works', async () => {
    const blocked = join(folder, 'blocked');
    writeFileSync(blocked, 'a file where a folder should be');
    const words = openWords({ path: join(blocked, 'words.db') });
    await expect(words.run(({ list }) => list.all())).rejects.toMatchObject({ code: 'store_unavailable' });
    await rm(blocked);
    expect(await words.run(({ list }) => list.all())).toEqual([]);
  });

  it('lets reads go for a time without looking whether the file is in place, but no others', async () => {
    const path = join(folder, 'moved.db');
    const words = openWords({ path });
    const minute = 60_000;
    await words.run(({ add }) => add.run('first'));
    renameSync(path, `${path}.away`);
    expect(await words.run(({ list }) => list.all().length, minute)).toBe(1);
    await expect(words.run(({ add }) => add.run('second'))).rejects.toThrow('was moved or deleted');
    renameSync(`${path}.away`, path);
    expect(await words.run(({ list }) => list.all().length)).toBe(1);
  });

  it('closes the file when it could not be prepared, and prepares again', async () => {
    const path = join(folder, 'unprepared.db');
    const failing = [new Error('no such column')];
    const words = openWords({
      path,
      prepare(database) {
        const failure = failing.pop();
        if (failure) throw failure;
        return prepare(database);
      },
    });
    await expect(words.run(({ list }) => list.all())).rejects.toMatchObject({
      code: 'store_unavailable',
      cause: { message: 'no such column' },
    });
    // SQLite deletes the log of a file when its last connection closes.
    expect(() => statSync(`${path}-wal`)).toThrow('ENOENT');
    expect(await words.run(({ list }) => list.all())).toEqual([]);
  });

  it('names the caller and the wrong option', () => {
    const wrong: Partial<OpenSqliteOptions<Statements>>[] = [
      {},
      { path: 'x', busyTimeoutMs: Number.NaN },
      // @ts-expect-error -- JavaScript may pass anything
      { path: 'x', driver: 'better-sqlite3' },
      // @ts-expect-error -- JavaScript may pass anything
      { path: 'x', prepare: undefined },
      // @ts-expect-error -- the path in the wrong option
      { database: 'x' },
    ];
    const messages = wrong.map((options) => {
      try {
        openSqlite({ prepare, caller: 'wordStore', ...options });
      } catch (error) {
        return String(error);
      }
      return '';
    });
    expect(messages).toEqual([
      'TypeError: wordStore: `path` must be the name of a file.',
      'TypeError: wordStore: `busyTimeoutMs` must be a number of milliseconds, 0 or more.',
      'TypeError: wordStore: `driver` must be `DatabaseSync` of node:sqlite or `Database` of better-sqlite3.',
      'TypeError: wordStore: `prepare` must be a function.',
      'TypeError: wordStore: `database` must be a database of node:sqlite or better-sqlite3.',
    ]);
    // @ts-expect-error -- JavaScript may pass anything
    expect(() => openSqlite(undefined)).toThrow('openSqlite: `path` must be the name of a file.');
  });

  it('keeps the mode of a folder that exists', async () => {
    const shared = join(folder, 'shared');
    mkdirSync(shared, { mode: 0o755 });
    await openWords({ path: join(shared, 'words.db') }).run(({ list }) => list.all());
    expect(permissions(shared)).toBe(0o755);
  });
});
