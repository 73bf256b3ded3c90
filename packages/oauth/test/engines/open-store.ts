import { postgresStore } from '../../src/stores/postgres.ts';
import { redisStore } from '../../src/stores/redis.ts';
import { sqliteStore } from '../../src/stores/sqlite.ts';
import type { TokenStore } from '../../src/lib/record/token-store.ts';

/** Where a store keeps its grants, as plain data: a child process takes it as an argument. */
export type StoreSpec =
  | { readonly engine: 'sqlite'; readonly path: string }
  | { readonly engine: 'postgres'; readonly url: string; readonly table: string; readonly wakeUps?: boolean }
  | { readonly engine: 'redis'; readonly url: string; readonly prefix: string };

/**
 * Opens one connection. It imports no test runner, so that child processes can use it.
 *
 * @param spec - Where.
 * @returns A store with a connection of its own.
 */
export function openStore(spec: StoreSpec): TokenStore {
  switch (spec.engine) {
    case 'sqlite':
      return sqliteStore(spec.path);
    case 'postgres':
      return postgresStore({
        connectionString: spec.url,
        table: spec.table,
        wakeUps: spec.wakeUps ?? false,
      });
    case 'redis':
      return redisStore({ url: spec.url, prefix: spec.prefix, assumeDurable: true });
    default:
      throw new TypeError(`Unknown engine in ${JSON.stringify(spec satisfies never)}`);
  }
}
