// Types only: the driver may be missing.
import type * as Pg from 'pg';
import { CloseOAuthError } from '../../base/close-oauth-error.ts';
import { ignoreLineErrors } from '../remote/ignore-line-errors.ts';
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

/** A pool and how to end what was opened for it. */
export interface OpenPool {
  readonly pool: PostgresPool;
  end(): Promise<void>;
}

/**
 * Makes a pool with the driver `pg`.
 *
 * @param connectionString - Names the database.
 * @param timeoutMs - Bounds connecting and every statement, in milliseconds.
 * @returns The pool; it connects at first use.
 * @throws CloseOAuthError `store_unsuitable` when the driver is not installed.
 */
export async function openPool(connectionString: string, timeoutMs: number): Promise<OpenPool> {
  const { default: driver } = await loadDriver();
  const pool = new driver.Pool({
    connectionString,
    connectionTimeoutMillis: timeoutMs,
    statement_timeout: timeoutMs,
    // On a line that fell silent the server's own limit is not heard of, and the connection would be kept for ever.
    query_timeout: timeoutMs,
    allowExitOnIdle: true,
    application_name: 'closekit',
  });
  ignoreLineErrors(pool);
  // What does not end by then has lost its server, and ends by itself.
  return { pool, end: () => inTime(timeoutMs, () => pool.end()).catch(() => undefined) };
}

/**
 * Tells failures that surely left the database as it was from those after which a write may be there.
 *
 * @param error - What the driver threw.
 * @returns True when nothing was written.
 */
export function wroteNothing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code: unknown = Reflect.get(error, 'code');
  if (typeof code === 'string' && sqlState.test(code)) return !openEnded.test(code);
  if (typeof code === 'string' && unreached.has(code)) return true;
  return /timeout exceeded when trying to connect|due to connection timeout/.test(error.message);
}

const sqlState = /^[0-9A-Z]{5}$/;
// The server went away, or says itself that it does not know.
const openEnded = /^(?:08|57P|58|XX|40003)/;
const unreached = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

async function loadDriver(): Promise<typeof Pg> {
  try {
    return await import('pg');
  } catch (error) {
    const message = 'A connection string needs the package pg: install it, or pass a pool of your own.';
    throw new CloseOAuthError('store_unsuitable', message, { cause: error });
  }
}
