export { postgresStore } from '../lib/postgres-store.ts';
export { postgresTableSql } from '../lib/postgres-table.ts';

export type { PostgresConnection, PostgresPool } from '../lib/postgres-connection.ts';
export type { PostgresStoreOptions } from '../lib/postgres-store.ts';
export type { GrantLease, GrantRecord, GrantRecordStatus, TokenStore } from '../lib/token-store.ts';
