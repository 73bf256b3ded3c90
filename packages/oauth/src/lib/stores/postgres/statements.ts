import { quoteTable } from './table.ts';

/** The number of keys that one statement lists. */
export const pageSize = 1000;

/** The statements of the store. */
export interface PostgresStatements {
  readonly load: string;
  readonly insert: string;
  readonly update: string;
  readonly list: string;
  readonly now: string;
}

/** Builds the statements for a table; with `notifies`, writes notify its channel. */
export function writeStatements(table: string, notifies: boolean): PostgresStatements {
  const name = quoteTable(table, 'postgresStore');
  const insert = `INSERT INTO ${name} (key, version, record) VALUES ($1, $2, $3) ON CONFLICT (key) DO NOTHING RETURNING key`;
  const update = `UPDATE ${name} SET version = $2, record = $3, updated_at = now() WHERE key = $1 AND version = $4 RETURNING key`;
  const notifying = (write: string): string =>
    notifies
      ? `WITH written AS (${write}) SELECT pg_notify('${channelOf(table).slice(1, -1)}', key) FROM written`
      : write;
  return {
    load: `SELECT record FROM ${name} WHERE key = $1`,
    insert: notifying(insert),
    update: notifying(update),
    list: `SELECT key FROM ${name} WHERE key > $1 ORDER BY key LIMIT ${pageSize}`,
    now: 'SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::text AS now',
  };
}

/** The channel of a table, quoted. Names of channels end after 63 bytes, as names of tables do. */
export function channelOf(table: string): string {
  return `"${table.replace('.', '_').slice(-63)}"`;
}
