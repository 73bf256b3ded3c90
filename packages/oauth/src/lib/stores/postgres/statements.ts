import { marksOf, quoteTable } from './table.ts';

/** The statements of the store. */
export interface PostgresStatements {
  readonly load: string;
  readonly insert: string;
  readonly update: string;
  readonly scan: string;
  readonly erase: string;
  readonly consume: string;
  readonly now: string;
}

/** Builds the statements for a table; with `notifies`, writes notify its channel. */
export function writeStatements(table: string, notifies: boolean): PostgresStatements {
  const name = quoteTable(table, 'postgresStore');
  const insert = `INSERT INTO ${name} (key, version, record) VALUES ($1, $2, $3) ON CONFLICT (key) DO NOTHING RETURNING key`;
  const update = `UPDATE ${name} SET version = $2, record = $3, updated_at = now() WHERE key = $1 AND version = $4 RETURNING key`;
  const notifying = (write: string): string =>
    notifies ? `WITH written AS (${write}) SELECT pg_notify('${channelOf(table)}', key) FROM written` : write;
  return {
    load: `SELECT record FROM ${name} WHERE key = $1`,
    insert: notifying(insert),
    update: notifying(update),
    scan: `SELECT key, record FROM ${name} WHERE key > $1 ORDER BY key LIMIT $2`,
    erase: notifying(
      `DELETE FROM ${name} WHERE key = $1 AND version = coalesce($2::bigint, version) RETURNING key`,
    ),
    consume: writeConsume(quoteTable(marksOf(table), 'postgresStore')),
    now: 'SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::text AS now',
  };
}

// Expired marks are deleted on the way, a few at a time, without a wait for others who do the same.
function writeConsume(marks: string): string {
  const expired = `SELECT mark FROM ${marks} WHERE expires_at <= clock_timestamp() AND mark <> $1 LIMIT 100 FOR UPDATE SKIP LOCKED`;
  return `WITH swept AS (DELETE FROM ${marks} WHERE mark IN (${expired}))
INSERT INTO ${marks} AS held (mark, expires_at)
VALUES ($1, clock_timestamp() + $2::float8 * interval '1 millisecond')
ON CONFLICT (mark) DO UPDATE SET expires_at = excluded.expires_at WHERE held.expires_at <= clock_timestamp()
RETURNING mark`;
}

/** The channel of a table. Names of channels end after 63 bytes, as names of tables do. */
export function channelOf(table: string): string {
  return table.replace('.', '_').slice(-63);
}
