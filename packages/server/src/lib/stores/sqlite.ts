import { closeSync, mkdirSync, openSync } from 'node:fs'; // oxlint-disable-line no-restricted-imports -- behind the door ./sqlite
import { dirname } from 'node:path'; // oxlint-disable-line no-restricted-imports -- behind the door ./sqlite
import type { DatabaseSync } from 'node:sqlite'; // oxlint-disable-line no-restricted-imports -- types only: the module itself is missing before Node 22
import { CloseServerError } from '../base/errors.ts';
import type { SessionRecord, SessionStore } from './session-store.ts';

/** What {@link sqliteSessionStore} takes besides the path. */
export interface SqliteSessionStoreOptions {
  /** The clock in milliseconds since the epoch. Default `Date.now`. */
  readonly now?: () => number;
}

const schema = `
  create table if not exists closekit_sessions (
    key text primary key,
    organization_id text not null,
    user_id text not null,
    profile text,
    created_at integer not null,
    expires_at integer not null,
    other_organizations text
  ) strict;
  drop index if exists closekit_sessions_grant;
  create index if not exists closekit_sessions_user on closekit_sessions (user_id);
  create index if not exists closekit_sessions_expiry on closekit_sessions (expires_at);
`;

// Files of older versions lack it.
const addColumn = 'alter table closekit_sessions add column other_organizations text';

/**
 * Keeps sessions in a SQLite file. Several processes may share it, and so may the token store of `@closekit/oauth`.
 *
 * The file is readable by its owner only, and so is its folder when it has to be made. Expired sessions are deleted whenever a new one is written.
 *
 * @param path - The file, made when missing, or `:memory:`.
 * @param options - The clock.
 * @returns A session store; call its `close` when the server stops.
 * @throws TypeError when `path` is not a text.
 * @throws `CloseServerError` `session_store_unavailable` when the file cannot be opened or is no database, or when the
 * runtime has no `node:sqlite`.
 * @example
 * ```ts
 * const handler = createCloseHandler({ oauth, origin, sessions: sqliteSessionStore('close.db') });
 * ```
 */
export function sqliteSessionStore(path: string, options: SqliteSessionStoreOptions = {}): SessionStore {
  if (typeof path !== 'string' || path === '')
    throw new TypeError('sqliteSessionStore: `path` must be the name of a file.');
  const { now = Date.now } = options;
  const database = open(path);
  const load = database.prepare('select * from closekit_sessions where key = ?');
  const save = database.prepare(
    `insert into closekit_sessions (key, organization_id, user_id, profile, other_organizations, created_at, expires_at)
      values (?, ?, ?, ?, ?, ?, ?)`,
  );
  const prune = database.prepare('delete from closekit_sessions where expires_at <= ?');
  const update = database.prepare(
    'update closekit_sessions set profile = ?, other_organizations = ?, expires_at = ? where key = ?',
  );
  const remove = database.prepare('delete from closekit_sessions where key = ?');
  const removeGrant = database.prepare(
    `delete from closekit_sessions where user_id = ?1 and (organization_id = ?2 or exists (
      select 1 from json_each(other_organizations) where json_extract(value, '$.id') = ?2))`,
  );

  return {
    async load(key) {
      const row = load.get(key);
      return row === undefined ? undefined : toRecord(row);
    },
    async save(key, record) {
      prune.run(now());
      const { organizationId, userId, profile, otherOrganizations, createdAt, expiresAt } = record;
      const texts = [toText(profile), toText(otherOrganizations)];
      save.run(key, organizationId, userId, ...texts, createdAt, expiresAt);
    },
    async update(key, record) {
      const { profile, otherOrganizations, expiresAt } = record;
      return update.run(toText(profile), toText(otherOrganizations), expiresAt, key).changes > 0;
    },
    async delete(key) {
      remove.run(key);
    },
    async deleteByGrant({ organizationId, userId }) {
      removeGrant.run(userId, organizationId);
    },
    async close() {
      database.close();
    },
  };
}

function open(path: string): DatabaseSync {
  // Asked for by name, so that an older Node gets our message and not one about an import.
  const sqlite = process.getBuiltinModule('node:sqlite');
  if (sqlite === undefined) {
    const message = 'This runtime has no node:sqlite. Run Node 24 or newer, or pass another session store.';
    throw new CloseServerError('session_store_unavailable', message);
  }
  try {
    return openDatabase(path, sqlite.DatabaseSync);
  } catch (cause) {
    const message = `The session file ${path} cannot be opened. Check that it is a SQLite file this process may write.`;
    throw new CloseServerError('session_store_unavailable', message, { cause });
  }
}

function openDatabase(path: string, Database: typeof DatabaseSync): DatabaseSync {
  if (path !== ':memory:') createPrivateFile(path);
  const database = new Database(path, { timeout: 5000 });
  retryWhileLocked(() => database.exec('pragma journal_mode = wal'));
  retryWhileLocked(() => migrate(database));
  return database;
}

/** In one transaction, so that of several processes that start at once one adds what is missing. */
function migrate(database: DatabaseSync): void {
  database.exec('begin immediate');
  try {
    database.exec(schema);
    const columns = database.prepare("select name from pragma_table_info('closekit_sessions')").all();
    if (!columns.some(({ name }) => name === 'other_organizations')) database.exec(addColumn);
    database.exec('commit');
  } catch (error) {
    database.exec('rollback');
    throw error;
  }
}

/** SQLite would make the file readable for everyone the umask lets in; its side files take over this mode. */
function createPrivateFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', 0o600));
}

const attempts = 200;
const pauseMs = 5;

/** Switching to the write-ahead log ignores the busy timeout when several processes start at once. */
function retryWhileLocked(run: () => void): void {
  for (let attempt = 1; ; attempt += 1) {
    try {
      run();
      return;
    } catch (error) {
      if (attempt === attempts || !String(error).includes('locked')) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
    }
  }
}

function toText(value: object | null | undefined): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}

function toRecord(row: Record<string, unknown>): SessionRecord {
  const { profile, other_organizations: others } = row;
  return {
    organizationId: String(row['organization_id']),
    userId: String(row['user_id']),
    ...(typeof others === 'string' && { otherOrganizations: JSON.parse(others) }),
    profile: typeof profile === 'string' ? JSON.parse(profile) : null,
    createdAt: Number(row['created_at']),
    expiresAt: Number(row['expires_at']),
  };
}
