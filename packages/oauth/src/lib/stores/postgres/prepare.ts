import { storeUnsuitable } from '../../record/store-unsuitable.ts';
import type { PostgresPool } from './connection.ts';
import type { PostgresTables } from './options.ts';

/**
 * Checks that the server is safe for tokens and sessions, and creates missing tables.
 *
 * @throws CloseOAuthError `store_unsuitable` when the server is a replica, does not wait for its disk, or
 * lacks a table.
 */
export async function preparePostgres(pool: PostgresPool, tables: PostgresTables | undefined): Promise<void> {
  const { names = [], source = '', create = false } = tables ?? {};
  const found = names.map((_, index) => `to_regclass($${index + 1}) IS NOT NULL`);
  const { rows } = await pool.query(
    `SELECT pg_is_in_recovery() AS replica, current_setting('synchronous_commit') = 'off' AS hasty, ${['true', ...found].join(' AND ')} AS found`,
    names,
  );
  const flags = readFlags(rows[0]);
  if (flags.replica)
    throw storeUnsuitable('This PostgreSQL is a replica, which may be behind. Connect to the primary.');
  if (flags.hasty) {
    throw storeUnsuitable(
      'This PostgreSQL loses confirmed writes in a crash. Set synchronous_commit to on for this role or database.',
    );
  }
  if (flags.found || tables === undefined) return;
  if (!create) {
    throw storeUnsuitable(`A table is missing: ${names.join(' or ')}. Create it with the SQL of ${source}.`);
  }
  await createOnce(pool, tables);
}

// Of two processes that create a table at the same time, one may fail although the table exists.
async function createOnce(pool: PostgresPool, { names, statements }: PostgresTables): Promise<void> {
  for (const [index, statement] of statements.entries()) {
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
