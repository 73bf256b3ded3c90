/** A prepared statement, as far as a store needs it. */
export interface SqliteStatement {
  /**
   * Runs the statement and reads one row.
   *
   * @param values - The parameters, in order.
   * @returns The first row, or undefined when there is none.
   */
  get(...values: (string | number | null)[]): unknown;
  /**
   * Runs the statement and reads all rows.
   *
   * @param values - The parameters, in order.
   * @returns The rows.
   */
  all(...values: (string | number | null)[]): unknown[];
  /**
   * Runs the statement.
   *
   * @param values - The parameters, in order.
   * @returns The number of rows that were changed.
   */
  run(...values: (string | number | null)[]): { changes: number | bigint };
}

/**
 * An open database, as far as a store needs it: `DatabaseSync` of `node:sqlite` or `Database` of
 * `better-sqlite3`.
 */
export interface SqliteDatabase {
  /**
   * Runs statements without parameters.
   *
   * @param sql - One or more statements.
   * @returns Ignored.
   */
  exec(sql: string): unknown;
  /**
   * Prepares one statement.
   *
   * @param sql - The statement, with `?` for parameters.
   * @returns The statement.
   */
  prepare(sql: string): SqliteStatement;
  /**
   * Closes the file.
   *
   * @returns Ignored.
   */
  close(): unknown;
}

/** Opens a file: `DatabaseSync` of `node:sqlite`, or the default export of `better-sqlite3`. */
export type SqliteDriver = new (path: string, options: { timeout: number }) => SqliteDatabase;
