import { openPostgres } from '@closekit/oauth/stores/postgres';
import type { PostgresOptions } from '@closekit/oauth/stores/postgres';
import type { SessionDialect } from './session-statements.ts';
import type { SessionStore } from './session-store.ts';
import { sqlSessionStore } from './sql-session-store.ts';

/** The options of {@link postgresSessionStore}. */
export interface PostgresSessionStoreOptions extends PostgresOptions {
  /** The table of sessions, with its schema if it is not on the search path. Default: `closekit_sessions`. */
  table?: string;
  /** Creates a missing table at first use. Default: true. */
  createTable?: boolean;
}

/**
 * Stores sessions in one table of PostgreSQL, which all processes of the app share. Expired sessions are deleted
 * whenever a new one is saved. Calls reject with `session_store_unavailable` when the database cannot be used.
 *
 * @param options - The connection string, or an object with the connection string or a pool.
 * @returns A session store; it connects at first use. Call its `close` when the server stops.
 * @throws TypeError that names the wrong option.
 * @example
 * ```ts
 * const handler = createCloseHandler({ oauth, origin, sessions: postgresSessionStore({ pool }) });
 * ```
 */
export function postgresSessionStore(options: string | PostgresSessionStoreOptions): SessionStore {
  const settings = typeof options === 'object' ? options : { connectionString: options };
  const { table = defaultTable, createTable = true } = settings;
  const quoted = quoteTable(table, 'postgresSessionStore');
  const statements = [writeTable(quoted)];
  const source = 'postgresSessionTableSql()';
  const database = openPostgres({
    ...settings,
    caller: 'postgresSessionStore',
    tables: { names: [quoted], statements, source, create: createTable },
  });
  return sqlSessionStore({
    dialect: { ...postgresDialect, table: quoted },
    query: ({ sql, values }) => database.read(numberParameters(sql), values),
    close: () => database.close(),
  });
}

/**
 * Returns the SQL that creates the table of sessions and its indexes, for migrations of your own. Running it again
 * changes nothing.
 *
 * @param table - The table, with its schema if it is not on the search path. Default: `closekit_sessions`.
 * @returns One statement.
 * @throws TypeError when the name is not made of letters, digits and underscores.
 */
export function postgresSessionTableSql(table: string = defaultTable): string {
  return writeTable(quoteTable(table, 'postgresSessionTableSql'));
}

const defaultTable = 'closekit_sessions';

const postgresDialect: Omit<SessionDialect, 'table'> = {
  toOrganizationIds: 'array(select jsonb_array_elements_text(?::jsonb))',
  hasOrganization: 'organization_ids @> array[?::text]',
  skipLocked: ' for update skip locked',
};

function numberParameters(sql: string): string {
  let index = 0;
  return sql.replaceAll('?', () => `$${(index += 1)}`);
}

// In one statement: a process that stops in between would leave a table without its indexes.
function writeTable(quoted: string): string {
  return `do $closekit$ begin
  if to_regclass('${quoted}') is not null then return; end if;
  create table ${quoted} (
    key text collate "C" primary key,
    user_id text not null,
    organization_id text not null,
    other_organizations text not null,
    organization_ids text[] not null,
    profile text,
    device text not null,
    created_at bigint not null,
    last_seen_at bigint not null,
    expires_at bigint not null
  );
  create index on ${quoted} (user_id, key);
  create index on ${quoted} (expires_at);
  create index on ${quoted} using gin (organization_ids);
end $closekit$`;
}

function quoteTable(table: string, caller: string): string {
  const parts = typeof table === 'string' ? table.split('.') : [];
  const isName =
    parts.length > 0 && parts.length < 3 && parts.every((part) => /^[a-z_]\w{0,62}$/i.test(part));
  if (isName) return parts.map((part) => `"${part}"`).join('.');
  throw new TypeError(
    `${caller}: \`table\` must be a name of letters, digits and underscores, or schema.name.`,
  );
}
