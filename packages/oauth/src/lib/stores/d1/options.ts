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

/** The options of {@link openD1}. */
export interface OpenD1Options extends D1StoreOptions {
  /** Statements that create the tables unless they exist. Default: none. */
  tables?: readonly string[];
  /** The name of your function, for `TypeError`s about its options. Default: `openD1`. */
  caller?: string;
}

/**
 * Checks the options of {@link openD1} and fills in the defaults.
 *
 * @throws TypeError that names the caller and the wrong option.
 */
export function parseD1Options(options: OpenD1Options): Required<OpenD1Options> {
  const { database, createTables = true, timeoutMs = 5000, tables = [], caller = 'openD1' } = options;
  const has = (method: string): boolean => typeof Reflect.get(Object(database), method) === 'function';
  if (!has('prepare') || !has('batch')) {
    throw new TypeError(`${caller}: \`database\` must be the binding of a D1 database, such as \`env.DB\`.`);
  }
  if (has('getBookmark')) {
    throw new TypeError(
      `${caller}: \`database\` must be the binding itself, not the result of \`withSession\`: a replica may be behind.`,
    );
  }
  assertDuration(timeoutMs, caller, 'timeoutMs');
  return { database, createTables, timeoutMs, tables, caller };
}
