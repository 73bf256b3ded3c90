import { storeUnsuitable } from '../../record/store-unsuitable.ts';
import type { PostgresPool } from './connection.ts';

const defaultTable = 'closekit_grants';
const nameForm = /^[a-z_][a-z0-9_]{0,62}$/i;

/**
 * Returns the SQL that creates the table of the store, for your own migrations. It may run again.
 *
 * @param table - The table, with its schema if it is not on the search path. Default: `closekit_grants`.
 * @returns One statement.
 * @throws TypeError when the name contains other characters than letters, digits and underscores.
 */
export function postgresTableSql(table: string = defaultTable): string {
  return `CREATE TABLE IF NOT EXISTS ${quoteTable(table, 'postgresTableSql')} (
  key text COLLATE "C" PRIMARY KEY,
  version bigint NOT NULL,
  record text NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now()
)`;
}

/**
 * Quotes the name of a table.
 *
 * @throws TypeError that names the caller when it contains other characters than letters, digits and
 * underscores.
 */
export function quoteTable(table: string, caller: string): string {
  const parts = table.split('.');
  if (parts.length > 2 || !parts.every((part) => nameForm.test(part))) {
    throw new TypeError(
      `${caller}: \`table\` must be a name of letters, digits and underscores, or schema.name.`,
    );
  }
  return parts.map((part) => `"${part}"`).join('.');
}

/**
 * Checks that the server is safe for tokens, and creates a missing table.
 *
 * @throws CloseOAuthError `store_unsuitable` when the server is a replica, does not wait for its disk, or has
 * no table.
 */
export async function preparePostgres(
  pool: PostgresPool,
  options: { readonly table: string; readonly createTable: boolean },
): Promise<void> {
  const { table, createTable } = options;
  const { rows } = await pool.query(
    `SELECT pg_is_in_recovery() AS replica, current_setting('synchronous_commit') = 'off' AS hasty, to_regclass($1) IS NOT NULL AS found`,
    [quoteTable(table, 'postgresStore')],
  );
  const { replica, hasty, found } = readFlags(rows[0]);
  if (replica)
    throw storeUnsuitable('This PostgreSQL is a replica, which may be behind. Connect to the primary.');
  if (hasty) {
    throw storeUnsuitable(
      'This PostgreSQL loses confirmed writes in a crash. Set synchronous_commit to on for this role or database.',
    );
  }
  if (found) return;
  if (!createTable)
    throw storeUnsuitable(`The table ${table} is missing. Create it with postgresTableSql().`);
  await createOnce(pool, table);
}

// Of two processes that create it at the same time, one may fail although the table exists.
async function createOnce(pool: PostgresPool, table: string): Promise<void> {
  try {
    await pool.query(postgresTableSql(table));
  } catch (error) {
    const { rows } = await pool.query('SELECT to_regclass($1) IS NOT NULL AS found', [
      quoteTable(table, 'postgresStore'),
    ]);
    if (!readFlags(rows[0]).found) throw error;
  }
}

function readFlags(row: unknown): { replica: boolean; hasty: boolean; found: boolean } {
  const flag = (name: string): boolean =>
    typeof row === 'object' && row !== null && Reflect.get(row, name) === true;
  return { replica: flag('replica'), hasty: flag('hasty'), found: flag('found') };
}
