import { isCloseOAuthError } from '@closekit/oauth';
import { openSqlite } from '@closekit/oauth/stores/sqlite';
import type { SqliteDatabase, SqliteOptions, SqliteStatement } from '@closekit/oauth/stores/sqlite';
import { CloseServerError } from '../base/errors.ts';
import { isRecord } from '../base/is-record.ts';
import type { SessionRecord, SessionStore } from './session-store.ts';

/** The options of {@link sqliteSessionStore}: those of `sqliteStore` of `@closekit/oauth`, and a clock. */
export interface SqliteSessionStoreOptions extends SqliteOptions {
  /** The clock in milliseconds since 1970. Default: `Date.now`. */
  readonly now?: () => number;
}

/**
 * Stores sessions in a SQLite file. Several processes of one machine may share the file, also with the token
 * store of `@closekit/oauth`.
 *
 * The file is opened at first use and becomes readable by its owner only. Expired sessions are deleted
 * whenever a new one is saved. Calls reject with `session_store_unavailable` when the file cannot be used or
 * when this runtime has no SQLite driver; a later call tries again.
 *
 * @param options - The path of the file, or an object with the path or an open database.
 * @returns A session store. Call its `close` when the server stops.
 * @throws TypeError that names the wrong option.
 * @example
 * ```ts
 * const handler = createCloseHandler({ oauth, origin, sessions: sqliteSessionStore('close.db') });
 * ```
 * @example
 * ```ts
 * import Database from 'better-sqlite3'; // only Node 22 needs it
 * const sessions = sqliteSessionStore({ path: 'close.db', driver: Database });
 * ```
 */
export function sqliteSessionStore(options: string | SqliteSessionStoreOptions): SessionStore {
  const settings: SqliteSessionStoreOptions =
    typeof options === 'string' ? { path: options } : { ...options };
  const { now = Date.now, ...database } = settings;
  if (typeof now !== 'function') throw new TypeError('sqliteSessionStore: `now` must be a function.');
  const sessions = openSqlite({ ...database, caller: 'sqliteSessionStore', prepare });

  async function run<Result>(work: (statements: Statements) => Result): Promise<Result> {
    try {
      return await sessions.run(work);
    } catch (cause) {
      throw unavailable(cause);
    }
  }

  return {
    load: async (key) => toRecord(await run(({ load }) => load.get(key))),
    async save(key, record) {
      const { organizationId, userId, profile, otherOrganizations, createdAt, expiresAt } = record;
      const texts = [toText(profile), toText(otherOrganizations)];
      await run(({ prune, insert }) => {
        prune.run(now());
        insert.run(key, organizationId, userId, ...texts, createdAt, expiresAt);
      });
    },
    async update(key, { profile, otherOrganizations, expiresAt }) {
      const values = [toText(profile), toText(otherOrganizations), expiresAt, key];
      const { changes } = await run(({ update }) => update.run(...values));
      return Number(changes) > 0;
    },
    async delete(key) {
      await run(({ remove }) => remove.run(key));
    },
    async deleteByGrant({ organizationId, userId }) {
      await run(({ removeGrant }) => removeGrant.run(userId, organizationId, organizationId));
    },
    close: () => sessions.close(),
  };
}

interface Statements {
  readonly load: SqliteStatement;
  readonly insert: SqliteStatement;
  readonly prune: SqliteStatement;
  readonly update: SqliteStatement;
  readonly remove: SqliteStatement;
  readonly removeGrant: SqliteStatement;
}

function prepare(database: SqliteDatabase): Statements {
  migrate(database);
  return {
    load: database.prepare('select * from closekit_sessions where key = ?'),
    insert: database.prepare(
      `insert into closekit_sessions
        (key, organization_id, user_id, profile, other_organizations, created_at, expires_at)
        values (?, ?, ?, ?, ?, ?, ?)`,
    ),
    prune: database.prepare('delete from closekit_sessions where expires_at <= ?'),
    update: database.prepare(
      'update closekit_sessions set profile = ?, other_organizations = ?, expires_at = ? where key = ?',
    ),
    remove: database.prepare('delete from closekit_sessions where key = ?'),
    // Without numbered parameters such as ?1: better-sqlite3 takes them for names.
    removeGrant: database.prepare(
      `delete from closekit_sessions where user_id = ? and (organization_id = ? or exists (
        select 1 from json_each(other_organizations) where json_extract(value, '$.id') = ?))`,
    ),
  };
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

// Files of older versions lack this column.
const findColumn = "select 1 from pragma_table_info('closekit_sessions') where name = 'other_organizations'";
const addColumn = 'alter table closekit_sessions add column other_organizations text';

/** Creates or completes the table in one transaction, because several processes may start at once. */
function migrate(database: SqliteDatabase): void {
  database.exec('begin immediate');
  try {
    database.exec(schema);
    if (database.prepare(findColumn).get() === undefined) database.exec(addColumn);
    database.exec('commit');
  } catch (error) {
    database.exec('rollback');
    throw error;
  }
}

function toText(value: object | null | undefined): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}

function toRecord(row: unknown): SessionRecord | undefined {
  if (!isRecord(row)) return undefined;
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

/** The message of `openSqlite` names the file and the remedy. */
function unavailable(cause: unknown): CloseServerError {
  const advice = isCloseOAuthError(cause) ? ` ${cause.message}` : '';
  return new CloseServerError('session_store_unavailable', `The session store failed.${advice}`, { cause });
}
