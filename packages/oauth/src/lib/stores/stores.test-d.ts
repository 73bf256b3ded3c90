import Database from 'better-sqlite3';
import { Redis } from 'ioredis';
import { DatabaseSync } from 'node:sqlite';
import { Pool } from 'pg';
import { createClient } from 'redis';
import { describe, expectTypeOf, it } from 'vitest';
import type { TokenStore } from '../record/token-store.ts';
import { d1Store } from '../../stores/d1.ts';
import { postgresStore } from '../../stores/postgres.ts';
import { redisStore } from '../../stores/redis.ts';
import { sqliteStore } from '../../stores/sqlite.ts';

describe('the stores', () => {
  it('accept the clients of their drivers', () => {
    expectTypeOf(postgresStore({ pool: new Pool() })).toEqualTypeOf<TokenStore>();
    expectTypeOf(redisStore({ client: createClient() })).toEqualTypeOf<TokenStore>();
    expectTypeOf(redisStore({ client: new Redis() })).toEqualTypeOf<TokenStore>();
    expectTypeOf(sqliteStore({ path: 'x', driver: Database })).toEqualTypeOf<TokenStore>();
    expectTypeOf(sqliteStore({ path: 'x', driver: DatabaseSync })).toEqualTypeOf<TokenStore>();
    expectTypeOf(sqliteStore({ database: new Database('x') })).toEqualTypeOf<TokenStore>();
    expectTypeOf(sqliteStore({ database: new DatabaseSync('x') })).toEqualTypeOf<TokenStore>();
  });

  it('accept nothing else', () => {
    // @ts-expect-error a pool has a method query
    expectTypeOf(postgresStore({ pool: {} })).toEqualTypeOf<TokenStore>();
    // @ts-expect-error a database prepares statements
    expectTypeOf(d1Store({ database: {} })).toEqualTypeOf<TokenStore>();
    // @ts-expect-error a client sends commands
    expectTypeOf(redisStore({ client: {} })).toEqualTypeOf<TokenStore>();
  });
});
