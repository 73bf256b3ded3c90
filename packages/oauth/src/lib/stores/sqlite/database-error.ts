import { CloseOAuthError, isCloseOAuthError } from '../../base/close-oauth-error.ts';

const names: Readonly<Record<number, string>> = {
  5: 'BUSY',
  6: 'LOCKED',
  8: 'READONLY',
  11: 'CORRUPT',
  26: 'NOTADB',
};

/** The primary result code of SQLite, without `SQLITE_`; `undefined` when SQLite did not raise the error. */
function resultCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  // node:sqlite has the number; the low byte of an extended code is the primary one.
  const number: unknown = Reflect.get(error, 'errcode');
  if (typeof number === 'number') return names[number & 0xff] ?? 'ERROR';
  // better-sqlite3 has the name, such as SQLITE_BUSY_SNAPSHOT.
  return /^SQLITE_([A-Z]+)/.exec(String(Reflect.get(error, 'code')))?.[1];
}

/** Whether another connection has the file locked. */
export function isLocked(error: unknown): boolean {
  return ['BUSY', 'LOCKED'].includes(resultCode(error) ?? '');
}

/** Whether the file or its folder may not be written to. */
export function isReadOnly(error: unknown): boolean {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  return resultCode(error) === 'READONLY' || code === 'EROFS' || code === 'EACCES';
}

/** Whether the database failed, and not the code that uses it. */
export function isDatabaseError(error: unknown): boolean {
  return resultCode(error) !== undefined || isClosed(error);
}

// node:sqlite and better-sqlite3 say so when the connection was closed under a statement.
function isClosed(error: unknown): boolean {
  return error instanceof Error && /\b(?:is not open|has been finalized)\b/.test(error.message);
}

/** The error for a database that cannot be used. */
export function databaseError(name: string, cause: unknown): CloseOAuthError {
  if (isCloseOAuthError(cause)) return cause;
  const message = ['CORRUPT', 'NOTADB'].includes(resultCode(cause) ?? '')
    ? `${name} is not a readable SQLite database. Its content was left unchanged: restore it from a backup, or move it away and let all users connect again.`
    : `The SQLite database ${name} could not be used. Check that the disk has room and that this user may read and write the file and its folder.`;
  return new CloseOAuthError('store_unavailable', message, { cause });
}

/** The error for a file that is missing although it was opened. */
export function movedAway(name: string): CloseOAuthError {
  const message = `The SQLite database ${name} was moved or deleted while it was open. Put it back, or start this process again to begin with an empty one.`;
  return new CloseOAuthError('store_unavailable', message);
}
