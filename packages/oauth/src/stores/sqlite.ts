export { sqliteStore } from '../lib/stores/sqlite/store.ts';

export type { SqliteDatabase, SqliteDriver, SqliteStatement } from '../lib/stores/sqlite/database.ts';
export type { SqliteStoreOptions } from '../lib/stores/sqlite/store.ts';
export type { GrantLease, GrantRecord, GrantRecordStatus, TokenStore } from '../lib/record/token-store.ts';
