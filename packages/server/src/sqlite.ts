export { sqliteSessionStore } from './lib/sqlite-session-store.ts';
export type { SqliteSessionStoreOptions } from './lib/sqlite-session-store.ts';
