import { assertDuration } from '../../base/assert-duration.ts';
import type { D1Binding } from './binding.ts';

/** The options of {@link d1Store}. */
export interface D1StoreOptions {
  /** The binding of the Worker, such as `env.DB`; not a session of it, which may read from a replica. */
  database: D1Binding;
  /** Creates the tables at first use when they are missing. Default: true. */
  createTables?: boolean;
  /** How long one statement may take, in milliseconds. Default: 5000. */
  timeoutMs?: number;
}

/** Checks the options and fills in the defaults. */
export function parseD1Options(options: D1StoreOptions): Required<D1StoreOptions> {
  const { database, createTables = true, timeoutMs = 5000 } = options ?? {};
  const has = (method: string): boolean => typeof Reflect.get(Object(database), method) === 'function';
  if (!has('prepare') || !has('batch')) {
    throw new TypeError('d1Store: `database` must be the binding of a D1 database, such as `env.DB`.');
  }
  if (has('getBookmark')) {
    throw new TypeError(
      'd1Store: `database` must be the binding itself, not the result of `withSession`: a replica may be behind.',
    );
  }
  assertDuration(timeoutMs, 'd1Store', 'timeoutMs');
  return { database, createTables, timeoutMs };
}
