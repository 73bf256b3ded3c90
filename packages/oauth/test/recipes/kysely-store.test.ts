import { Kysely, PostgresDialect, sql } from 'kysely';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tokenStoreContract } from '@closekit/oauth/testing';
import { engines, startEngine } from '../engines.ts';
import { kyselyStore } from './kysely-store.ts';
import type { CloseTables } from './kysely-store.ts';

const url = await startEngine('postgres');
const schema = `closekit_recipe_${process.pid}`;

describe.skipIf(!engines.some(({ name }) => name === 'postgres'))('the recipe on Kysely', () => {
  const db = new Kysely<CloseTables>({
    dialect: new PostgresDialect({
      pool: new Pool({ connectionString: url, options: `-c search_path=${schema}`, max: 5 }),
    }),
  });
  beforeAll(async () => {
    await db.schema.createSchema(schema).execute();
    await sql`CREATE TABLE close_grants (key text COLLATE "C" PRIMARY KEY, version bigint NOT NULL, record text NOT NULL)`.execute(
      db,
    );
    await sql`CREATE TABLE close_marks (mark text COLLATE "C" PRIMARY KEY, expires_at timestamptz NOT NULL)`.execute(
      db,
    );
  });
  afterAll(async () => {
    await db.schema.dropSchema(schema).cascade().execute();
    await db.destroy();
  });

  const checks = tokenStoreContract(() => kyselyStore(db), {
    shared: true,
    async damageRow(key) {
      await sql`UPDATE close_grants SET record = left(record, 40) WHERE key = ${key}`.execute(db);
    },
  });
  it.each(checks)('$name', (check) => expect(check.run()).resolves.toBeUndefined());
});
