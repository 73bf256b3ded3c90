import type { SessionStore } from '../../src/index.ts';
import { postgresSessionStore } from '../../src/stores/postgres.ts';
import { redisSessionStore } from '../../src/stores/redis.ts';
import { sqliteSessionStore } from '../../src/stores/sqlite.ts';

/** Where sessions are stored, as plain data: a child process takes it as an argument. */
export type SessionsSpec =
  | { readonly engine: 'sqlite'; readonly path: string }
  | { readonly engine: 'postgres'; readonly url: string; readonly table: string }
  | { readonly engine: 'redis'; readonly url: string; readonly prefix: string };

/** Opens one connection. It imports no test runner, so that child processes can use it. */
export function openSessions(spec: SessionsSpec): SessionStore {
  switch (spec.engine) {
    case 'sqlite':
      return sqliteSessionStore(spec.path);
    case 'postgres':
      return postgresSessionStore({ connectionString: spec.url, table: spec.table });
    case 'redis':
      return redisSessionStore({ url: spec.url, prefix: spec.prefix });
    default:
      throw new TypeError(`Unknown engine in ${JSON.stringify(spec satisfies never)}`);
  }
}
