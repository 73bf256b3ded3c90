// #region store
import { CloseOAuthError } from '@closekit/oauth';
import type { TokenStore } from '@closekit/oauth';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** Add these to the tables of your app: keys and marks are text with COLLATE "C" and the primary key. */
export interface CloseTables {
  close_grants: { key: string; version: number; record: string };
  close_marks: { mark: string; expires_at: Date };
}

export function kyselyStore(db: Kysely<CloseTables>): TokenStore {
  const grants = db.selectFrom('close_grants').select(['key', 'record']);
  return {
    async load(key) {
      const row = await grants.where('key', '=', key).executeTakeFirst();
      const record = row && parse(row.record);
      if (row && !record) throw new CloseOAuthError('record_unreadable', `The record of ${key} was cut off.`);
      return record;
    },
    async compareAndSet(key, expectedVersion, next) {
      const row = { version: next.version, record: JSON.stringify(next) };
      const insert = db
        .insertInto('close_grants')
        .values({ key, ...row })
        .onConflict((conflict) => conflict.doNothing())
        .returning('key');
      const update = db
        .updateTable('close_grants')
        .set(row)
        .where('key', '=', key)
        .where('version', '=', expectedVersion)
        .returning('key');
      return (await (expectedVersion === 0 ? insert : update).execute()).length === 1;
    },
    async scan({ after = '', limit }) {
      const found = await grants.where('key', '>', after).orderBy('key').limit(limit).execute();
      const rows = found.map(({ key, record }) => ({ key, record: parse(record) }));
      return { rows, next: rows.length < limit ? undefined : rows.at(-1)?.key };
    },
    async erase(key, expectedVersion) {
      const rows = db.deleteFrom('close_grants').where('key', '=', key).returning('key');
      const some = expectedVersion === undefined ? rows : rows.where('version', '=', expectedVersion);
      return (await some.execute()).length === 1;
    },
    async consume(mark, lifetimeMs) {
      const now = sql<Date>`clock_timestamp()`;
      const expires_at = sql<Date>`clock_timestamp() + ${lifetimeMs}::float8 * interval '1 millisecond'`;
      await db.deleteFrom('close_marks').where('expires_at', '<=', now).execute();
      const insert = db.insertInto('close_marks').values({ mark, expires_at });
      const first = insert.onConflict((conflict) =>
        conflict.column('mark').doUpdateSet({ expires_at }).where('close_marks.expires_at', '<=', now),
      );
      return (await first.returning('mark').execute()).length === 1;
    },
    async now() {
      const { rows } = await sql<{ now: Date }>`SELECT clock_timestamp() AS now`.execute(db);
      return rows[0]?.now.getTime() ?? Number.NaN;
    },
  };
}

function parse(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // cut off: it must not stop a walk over the others, and a login replaces it
  }
}
// #endregion
