import type { PostgresTables } from './options.ts';

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

/** The tables of a store with this table of grants. */
export function tablesOf(table: string, create: boolean): PostgresTables {
  return {
    names: [table, marksOf(table)].map((name) => quoteTable(name, 'postgresStore')),
    statements: writeTables(table, 'postgresStore'),
    source: 'postgresTableSql()',
    create,
  };
}
