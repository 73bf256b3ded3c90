export { openPostgres } from '../lib/stores/postgres/open-postgres.ts';
export { postgresStore } from '../lib/stores/postgres/store.ts';
export { postgresTableSql } from '../lib/stores/postgres/table.ts';

export type { PostgresConnection, PostgresPool } from '../lib/stores/postgres/connection.ts';
export type { PostgresCalls } from '../lib/stores/postgres/open-postgres.ts';
export type { OpenPostgresOptions, PostgresOptions, PostgresTables } from '../lib/stores/postgres/options.ts';
export type { PostgresStoreOptions } from '../lib/stores/postgres/store.ts';
export type { StoreListener } from '../lib/stores/remote/store-listener.ts';
export type {
  GrantLease,
  GrantPage,
  GrantRecord,
  GrantRecordStatus,
  GrantRow,
  TokenStore,
} from '../lib/record/token-store.ts';
