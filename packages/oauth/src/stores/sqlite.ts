export { sqliteStore } from '../lib/sqlite-store.ts';

export type { SqliteStoreOptions } from '../lib/sqlite-store.ts';
export type { GrantRecord, TokenStore } from '../lib/token-store.ts';
