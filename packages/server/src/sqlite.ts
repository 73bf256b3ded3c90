export { sqliteSessionStore } from './lib/stores/sqlite.ts';
export type { SqliteSessionStoreOptions } from './lib/stores/sqlite.ts';
