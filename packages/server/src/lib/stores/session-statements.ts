import { rowColumns } from './session-row.ts';
import type { SessionFilter } from './session-store.ts';

/** The points in which databases differ. */
export interface SessionDialect {
  /** The table, quoted. */
  readonly table: string;
  /** Converts a parameter with the ids of organizations as JSON to the type of their column. */
  readonly toOrganizationIds: string;
  /** A condition with one parameter: the session has connected this organization. */
  readonly hasOrganization: string;
  /** Skips rows that another connection deletes at the same time, where the database can. */
  readonly skipLocked: string;
}

/** A statement with its parameters; each is `?`. */
export interface SessionStatement {
  readonly sql: string;
  readonly values: (string | number | null)[];
}

/** Builds the statements of a store. */
export interface SessionStatements {
  load(key: string): SessionStatement;
  insert(values: SessionStatement['values']): SessionStatement;
  /** Deletes some of the rows that expired until a time. */
  prune(until: number): SessionStatement;
  /** `values` are the profile, the device, the last use, the expiry and the key; `null` leaves a column as it is. */
  update(values: SessionStatement['values']): SessionStatement;
  delete(key: string): SessionStatement;
  list(filter: SessionFilter, after: string, limit: number): SessionStatement;
  deleteAll(filter: SessionFilter, exceptKey: string): SessionStatement;
}

// A save adds one row, so the expired ones become fewer, and no save has to delete a day's worth.
const prunedAtOnce = 100;
const columns = ['key', ...rowColumns].join(', ');
const changed = ['profile', 'device', 'last_seen_at', 'expires_at'];

/** Writes the statements in a dialect. Each may run twice. */
export function writeStatements(dialect: SessionDialect): SessionStatements {
  const { table, toOrganizationIds, hasOrganization, skipLocked } = dialect;
  const marks = ['key', ...rowColumns].map(() => '?').join(', ');
  const changes = changed.map((column) => `${column} = coalesce(?, ${column})`).join(', ');
  const expired = `select key from ${table} where expires_at <= ? limit ${prunedAtOnce}${skipLocked}`;

  function select({ userId, organizationId }: SessionFilter): { where: string; values: string[] } {
    const conditions = [];
    if (userId !== undefined) conditions.push('user_id = ?');
    if (organizationId !== undefined) conditions.push(hasOrganization);
    const values = [userId, organizationId].filter((value) => value !== undefined);
    return { where: conditions.join(' and '), values };
  }

  return {
    load: (key) => ({ sql: `select ${columns} from ${table} where key = ?`, values: [key] }),
    insert: (values) => ({
      sql: `insert into ${table} (${columns}, organization_ids) values (${marks}, ${toOrganizationIds}) on conflict (key) do nothing`,
      values,
    }),
    prune: (until) => ({ sql: `delete from ${table} where key in (${expired})`, values: [until] }),
    update: (values) => ({
      sql: `update ${table} set ${changes} where key = ? returning key`,
      values,
    }),
    delete: (key) => ({ sql: `delete from ${table} where key = ? returning key`, values: [key] }),
    list(filter, after, limit) {
      const { where, values } = select(filter);
      const sql = `select ${columns} from ${table} where ${where} and key > ? order by key limit ?`;
      return { sql, values: [...values, after, limit] };
    },
    deleteAll(filter, exceptKey) {
      const { where, values } = select(filter);
      return {
        sql: `delete from ${table} where ${where} and key <> ? returning key`,
        values: [...values, exceptKey],
      };
    },
  };
}

/** The dialect of SQLite, which is also that of D1. */
export const sqliteDialect: SessionDialect = {
  table: 'closekit_sessions',
  toOrganizationIds: '?',
  hasOrganization: 'exists (select 1 from json_each(organization_ids) where value = ?)',
  skipLocked: '',
};

/** The statements that create the table of SQLite and D1. */
export const sqliteTables = [
  `create table if not exists closekit_sessions (
  key text primary key,
  user_id text not null,
  organization_id text not null,
  other_organizations text not null,
  organization_ids text not null,
  profile text,
  device text not null,
  created_at integer not null,
  last_seen_at integer not null,
  expires_at integer not null
) strict`,
  'create index if not exists closekit_sessions_user on closekit_sessions (user_id, key)',
  'create index if not exists closekit_sessions_expiry on closekit_sessions (expires_at)',
] as const;
