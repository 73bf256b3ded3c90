export { sqliteStore } from '../lib/sqlite-store.ts';

export type { SqliteDatabase, SqliteDriver, SqliteStatement } from '../lib/sqlite-database.ts';
export type { SqliteStoreOptions } from '../lib/sqlite-store.ts';
export type { GrantLease, GrantRecord, GrantRecordStatus, TokenStore } from '../lib/token-store.ts';
