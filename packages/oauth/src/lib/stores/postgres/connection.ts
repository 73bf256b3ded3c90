import type * as pg from 'pg';
import { importDriver, importPackage } from '../import-driver.ts';
import { ignoreConnectionErrors } from '../remote/ignore-connection-errors.ts';
import { inTime } from '../../base/in-time.ts';

/** A pool of connections, as far as the store needs it: `Pool` of `pg` or one of the same shape. */
export interface PostgresPool {
  /**
   * Runs one statement.
   *
   * @param text - The statement, with `$1`, `$2`, … for parameters.
   * @param values - The parameters, in order.
   * @returns The rows.
   */
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  /** The settings of the pool: it opens at most `max` connections. */
  readonly options?: { readonly max?: number };
  /**
   * Checks out a connection; required for `wakeUps` only.
   *
   * @returns The connection.
   */
  connect?(): Promise<PostgresConnection>;
  /**
   * Subscribes to errors of idle connections.
   *
   * @param event - The name of the event.
   * @param listener - Called with the error.
   * @returns Ignored.
   */
  on?(event: 'error', listener: (error: Error) => void): unknown;
}

/** A connection of a pool, as far as the store needs it to listen for notifications. */
export interface PostgresConnection {
  /**
   * Runs one statement.
   *
   * @param text - The statement.
   * @returns Ignored.
   */
  query(text: string): Promise<unknown>;
  /**
   * Subscribes to notifications and to the end of the connection.
   *
   * @param event - The name of the event.
   * @param listener - Called with the notification.
   * @returns Ignored.
   */
  on(
    event: 'notification' | 'error' | 'end',
    listener: (message: { payload?: string | undefined }) => void,
  ): unknown;
  /**
   * Returns the connection to its pool.
   *
   * @param destroy - Closes the connection instead.
   */
  release(destroy?: boolean): void;
}

/** A pool, and `end`, which closes it if it was opened here. */
export interface OpenPool {
  readonly pool: PostgresPool;
  end(): Promise<void>;
}

/**
 * Creates a pool with the driver `pg`; it connects at first use.
 *
 * @param timeoutMs - Time limit of connecting and of each statement, in milliseconds.
 * @throws CloseOAuthError `store_unsuitable` when the driver is not installed.
 */
export async function openPool(connectionString: string, timeoutMs: number): Promise<OpenPool> {
  const { default: driver } = await importDriver(
    () => importPackage<typeof pg>('pg'),
    'A connection string requires the package `pg`. Install it, or pass `pool`.',
  );
  const pool = new driver.Pool({
    connectionString,
    connectionTimeoutMillis: timeoutMs,
    statement_timeout: timeoutMs,
    // On a silent connection the error of the server's own limit never arrives: the pool would keep the
    // connection.
    query_timeout: timeoutMs,
    allowExitOnIdle: true,
    application_name: 'closekit',
  });
  ignoreConnectionErrors(pool);
  // A connection that does not close in time has lost its server; it closes by itself.
  return { pool, end: () => inTime(timeoutMs, () => pool.end()).catch(() => undefined) };
}

/** Whether nothing was written, for certain, before this error of the driver. */
export function wroteNothing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code: unknown = Reflect.get(error, 'code');
  if (typeof code === 'string' && sqlState.test(code)) return !openEnded.test(code);
  if (typeof code === 'string' && unreached.has(code)) return true;
  return /timeout exceeded when trying to connect|due to connection timeout/.test(error.message);
}

const sqlState = /^[0-9A-Z]{5}$/;
// The server disconnected, or reports itself that the result is unknown.
const openEnded = /^(?:08|57P|58|XX|40003)/;
const unreached = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
