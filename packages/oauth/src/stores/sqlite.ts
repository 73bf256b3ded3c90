export { openSqlite } from '../lib/stores/sqlite/open-sqlite.ts';
export { sqliteStore } from '../lib/stores/sqlite/store.ts';

export type { SqliteDatabase, SqliteDriver, SqliteStatement } from '../lib/stores/sqlite/database.ts';
export type { SqliteConnection } from '../lib/stores/sqlite/open-sqlite.ts';
export type { OpenSqliteOptions, SqliteOptions } from '../lib/stores/sqlite/options.ts';
export type {
  GrantLease,
  GrantPage,
  GrantRecord,
  GrantRecordStatus,
  GrantRow,
  TokenStore,
} from '../lib/record/token-store.ts';
