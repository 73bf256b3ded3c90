import { endsItsCalls } from './limit-calls.ts';
import { organizationIdsOf, parseRow, toRowValues, toText } from './session-row.ts';
import { writeStatements } from './session-statements.ts';
import type { SessionDialect, SessionStatement } from './session-statements.ts';
import type { SessionStore } from './session-store.ts';
import { storeFailed } from './store-failed.ts';

/** The database of a session store. */
export interface SqlSessions {
  readonly dialect: SessionDialect;
  /** Runs one statement, and runs it again when the connection breaks. */
  readonly query: (statement: SessionStatement) => Promise<readonly unknown[]>;
  readonly close?: () => Promise<void>;
}

// Each round sees the sessions that were saved during the one before.
const mostRounds = 10;

/** Creates a session store on a SQL database. */
export function sqlSessionStore({ dialect, query, close }: SqlSessions): SessionStore {
  const statements = writeStatements(dialect);

  async function run(statement: SessionStatement): Promise<readonly unknown[]> {
    try {
      return await query(statement);
    } catch (cause) {
      throw storeFailed(cause);
    }
  }

  return endsItsCalls({
    load: async (key) => parseRow((await run(statements.load(key)))[0])?.record,
    async save(key, record) {
      await run(statements.prune(record.lastSeenAt));
      const organizationIds = JSON.stringify(organizationIdsOf(record));
      await run(statements.insert([key, ...toRowValues(record), organizationIds]));
    },
    async update(key, { profile, device = null, lastSeenAt = null, expiresAt = null }) {
      const values = [toText(profile), device, lastSeenAt, expiresAt, key];
      return (await run(statements.update(values))).length > 0;
    },
    delete: async (key) => (await run(statements.delete(key))).length > 0,
    async list(filter, { after = '', limit }) {
      // One more row than the page has shows whether another page follows.
      const rows = await run(statements.list(filter, after, limit + 1));
      const sessions = rows.slice(0, limit).flatMap((row) => parseRow(row) ?? []);
      return { sessions, next: rows.length > limit ? sessions.at(-1)?.key : undefined };
    },
    async deleteAll(filter, exceptKey = '') {
      let deleted = 0;
      // A statement of PostgreSQL misses rows that were committed after it began, such as the new session of a switch.
      for (let round = 0; round < mostRounds; round += 1) {
        const { length } = await run(statements.deleteAll(filter, exceptKey));
        deleted += length;
        if (round > 0 && length === 0) break;
      }
      return deleted;
    },
    ...(close && { close }),
  });
}
