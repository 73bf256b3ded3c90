/** A D1 database, as far as the store needs it: the binding of a Worker, such as `env.DB`. */
export interface D1Binding {
  /**
   * Prepares one statement.
   *
   * @param sql - The statement, with `?` for parameters.
   * @returns The statement.
   */
  prepare(sql: string): D1BoundStatement;
  /**
   * Runs several statements in one transaction.
   *
   * @param statements - The statements, with their parameters.
   * @returns The rows of each statement.
   */
  batch(statements: D1BoundStatement[]): Promise<D1Rows[]>;
}

/** A prepared statement of D1. */
export interface D1BoundStatement {
  /**
   * Sets the parameters.
   *
   * @param values - The parameters, in order.
   * @returns A statement with these parameters.
   */
  bind(...values: (string | number | null)[]): D1BoundStatement;
  /**
   * Runs the statement.
   *
   * @returns Its rows.
   */
  all(): Promise<D1Rows>;
}

/** The result of a statement of D1. */
export interface D1Rows {
  /** The rows. */
  readonly results: readonly unknown[];
}
