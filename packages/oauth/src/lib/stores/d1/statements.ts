/** The statements that create the tables. */
export const createStatements = [
  'CREATE TABLE IF NOT EXISTS closekit_grants (key TEXT PRIMARY KEY, version INTEGER NOT NULL, record TEXT NOT NULL) STRICT',
  'CREATE TABLE IF NOT EXISTS closekit_marks (mark TEXT PRIMARY KEY, expires_at INTEGER NOT NULL) STRICT',
] as const;

/**
 * Returns the SQL that creates the store's tables, for a migration of your own. Running it again changes nothing.
 *
 * @returns Two statements, separated by a semicolon.
 */
export function d1TableSql(): string {
  return `${createStatements.join(';\n')};\n`;
}

// The time of the database: Workers run on many machines.
const now = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";

/** The statements of the store. */
export interface D1Statements {
  readonly load: string;
  readonly insert: string;
  readonly update: string;
  readonly scan: string;
  readonly erase: string;
  readonly sweep: string;
  readonly consume: string;
  readonly now: string;
}

/** Every write is a single statement, and returns a row when it was done. */
export const statements: D1Statements = {
  load: 'SELECT record FROM closekit_grants WHERE key = ?',
  insert:
    'INSERT INTO closekit_grants (key, version, record) VALUES (?, ?, ?) ON CONFLICT DO NOTHING RETURNING key',
  update: 'UPDATE closekit_grants SET version = ?, record = ? WHERE key = ? AND version = ? RETURNING key',
  scan: 'SELECT key, record FROM closekit_grants WHERE key > ? ORDER BY key LIMIT ?',
  erase: 'DELETE FROM closekit_grants WHERE key = ? AND version = coalesce(?, version) RETURNING key',
  sweep: `DELETE FROM closekit_marks WHERE expires_at <= ${now}`,
  consume: `INSERT INTO closekit_marks AS held (mark, expires_at) VALUES (?, ${now} + ?) ON CONFLICT (mark) DO UPDATE SET expires_at = excluded.expires_at WHERE held.expires_at <= ${now} RETURNING mark`,
  now: `SELECT ${now} AS now`,
};
