// oxlint-disable-next-line no-restricted-imports -- this file is reached only through the door stores/sqlite.
import { chmodSync, closeSync, existsSync, lstatSync, mkdirSync, openSync, statSync } from 'node:fs';
// oxlint-disable-next-line no-restricted-imports -- as above.
import type { Stats } from 'node:fs';
// oxlint-disable-next-line no-restricted-imports -- as above.
import { dirname } from 'node:path';
// oxlint-disable-next-line no-restricted-imports -- as above.
import { pathToFileURL } from 'node:url';
import { errorCode } from '../../protocol/redact-cause.ts';
import { storeUnsuitable } from '../../record/store-unsuitable.ts';
import { importDriver } from '../import-driver.ts';
import type { SqliteDatabase, SqliteDriver } from './database.ts';

/** The options of {@link openFile}. */
export interface OpenFileOptions {
  readonly path: string;
  readonly driver: SqliteDriver | undefined;
}

const oldestNode = 22;

/**
 * Opens a database file and creates it when it is missing, readable by its owner only.
 *
 * @throws CloseOAuthError `store_unsuitable` when this runtime has no SQLite driver.
 */
export async function openFile({ path, driver }: OpenFileOptions): Promise<SqliteDatabase> {
  assertNodeVersion(process.versions.node);
  const Driver = driver ?? (await importSqlite());
  if (path !== ':memory:') makePrivate(path);
  // SQLite's own wait for a lock blocks the event loop. `whenFree` waits instead.
  return new Driver(path, { timeout: 0 });
}

/**
 * Opens a file that no process has open and this one may only read, as it is now: its log cannot be created.
 *
 * @returns Undefined when another process has the file open, or there is none.
 */
export async function openSnapshot({ path, driver }: OpenFileOptions): Promise<SqliteDatabase | undefined> {
  if (driver !== undefined || path === ':memory:') return undefined;
  if (!existsSync(path) || existsSync(`${path}-wal`)) return undefined;
  const Driver = await importSqlite();
  const url = pathToFileURL(path);
  url.searchParams.set('immutable', '1');
  return new Driver(url.href, { timeout: 0 });
}

/** Identifies the file behind a path; `undefined` when there is none. */
export function identifyFile(path: string): string | undefined {
  if (path === ':memory:') return path;
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found && `${found.dev}:${found.ino}`;
}

/**
 * Refuses a Node version on which better-sqlite3 would crash the process without a message.
 *
 * @param version - Such as `24.1.0`.
 * @throws CloseOAuthError `store_unsuitable`.
 */
export function assertNodeVersion(version: string): void {
  if (Number(version.split('.')[0]) >= oldestNode) return;
  const message = `SQLite needs Node 24, or Node 22 with better-sqlite3; this is Node ${version}. Update Node, or pass another store.`;
  throw storeUnsuitable(message);
}

async function importSqlite(): Promise<SqliteDriver> {
  const { DatabaseSync } = await importDriver(
    // oxlint-disable-next-line no-restricted-imports -- loaded late, so that a runtime without it gets our message.
    () => import('node:sqlite'),
    'This runtime has no node:sqlite. Run Node 24 or newer, pass the driver better-sqlite3, or pass another store.',
  );
  return DatabaseSync;
}

function makePrivate(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
  // SQLite gives new side files the mode of the database; existing ones keep their own.
  removeOthers(path, statSync);
  // A side file is never a link: its target could be any file.
  for (const suffix of ['-wal', '-shm']) removeOthers(`${path}${suffix}`, lstatSync);
}

/** Only for files: a directory or a device would become unusable. */
function removeOthers(file: string, look: (path: string) => Stats): void {
  try {
    if (look(file).isFile()) chmodSync(file, 0o600);
  } catch (error) {
    // EPERM: the file belongs to another user. EROFS: nothing may be written here. ENOENT: there is no such side file.
    const code = String(errorCode(error));
    if (!['EPERM', 'EROFS', 'ENOENT'].includes(code)) throw error;
  }
}
