import { storeUnsuitable } from '../../record/store-unsuitable.ts';
import type { PostgresPool } from './connection.ts';

const defaultTable = 'closekit_grants';
// PostgreSQL cuts names off after 63 bytes; the table of marks adds a suffix.
const marksSuffix = '_marks';
const nameForm = /^[a-z_][a-z0-9_]{0,62}$/i;
const longestName = 63 - marksSuffix.length;

/**
 * Returns the SQL that creates the store's tables, for migrations of your own: grants, and marks in `<table>_marks`.
 * Running it again changes nothing.
 *
 * @param table - The table of grants, with its schema if it is not on the search path. Default: `closekit_grants`.
 * @returns Two statements, separated by a semicolon.
 * @throws TypeError when the name is not made of letters, digits and underscores, or is longer than 57 characters.
 */
export function postgresTableSql(table: string = defaultTable): string {
  return writeTables(table, 'postgresTableSql').join(';\n');
}

/** The name of the table that holds the marks of a store. */
export function marksOf(table: string): string {
  return `${table}${marksSuffix}`;
}

/** Checks the name of a store's table, which must leave room for the suffix of its second one. */
export function assertTable(table: string, caller: string): void {
  quoteTable(table, caller);
  if ((table.split('.').at(-1) ?? '').length <= longestName) return;
  throw new TypeError(`${caller}: \`table\` must have at most ${longestName} characters.`);
}

function writeTables(table: string, caller: string): string[] {
  assertTable(table, caller);
  return [
    `CREATE TABLE IF NOT EXISTS ${quoteTable(table, caller)} (
  key text COLLATE "C" PRIMARY KEY,
  version bigint NOT NULL,
  record text NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now()
)`,
    `CREATE TABLE IF NOT EXISTS ${quoteTable(marksOf(table), caller)} (
  mark text COLLATE "C" PRIMARY KEY,
  expires_at timestamptz NOT NULL
)`,
  ];
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
 * Checks that the server is safe for tokens, and creates missing tables.
 *
 * @throws CloseOAuthError `store_unsuitable` when the server is a replica, does not wait for its disk, or
 * lacks a table.
 */
export async function preparePostgres(
  pool: PostgresPool,
  options: { readonly table: string; readonly createTable: boolean },
): Promise<void> {
  const { table, createTable } = options;
  const { rows } = await pool.query(
    `SELECT pg_is_in_recovery() AS replica, current_setting('synchronous_commit') = 'off' AS hasty, ${areFound} AS found`,
    namesOf(table),
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
  if (!createTable) {
    throw storeUnsuitable(
      `The table ${table} or ${marksOf(table)} is missing. Create them with the SQL of postgresTableSql().`,
    );
  }
  await createOnce(pool, table);
}

const areFound = 'to_regclass($1) IS NOT NULL AND to_regclass($2) IS NOT NULL';

function namesOf(table: string): string[] {
  return [table, marksOf(table)].map((name) => quoteTable(name, 'postgresStore'));
}

// Of two processes that create it at the same time, one may fail although the table exists.
async function createOnce(pool: PostgresPool, table: string): Promise<void> {
  const names = namesOf(table);
  for (const [index, statement] of writeTables(table, 'postgresStore').entries()) {
    try {
      await pool.query(statement);
    } catch (error) {
      const { rows } = await pool.query('SELECT to_regclass($1) IS NOT NULL AS found', [names[index]]);
      if (!readFlags(rows[0]).found) throw error;
    }
  }
}

function readFlags(row: unknown): { replica: boolean; hasty: boolean; found: boolean } {
  const flag = (name: string): boolean =>
    typeof row === 'object' && row !== null && Reflect.get(row, name) === true;
  return { replica: flag('replica'), hasty: flag('hasty'), found: flag('found') };
}
