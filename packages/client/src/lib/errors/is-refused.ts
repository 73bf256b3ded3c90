import { isRecord } from '../base/is-record.ts';

/** Codes of a connection that was never established, in the words of Node, undici and Bun. */
const refused =
  /^(E(CONNREFUSED|NOTFOUND|AI_AGAIN|(HOST|NET)UNREACH)|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused|FailedToOpenSocket)$/;

/** Whether no connection was established, so that the server cannot have seen the request. */
export function isRefused(cause: unknown, depth = 0): boolean {
  if (depth > 4 || !isRecord(cause)) return false;
  const { code, errors } = cause;
  if (refused.test(String(code))) return true;
  if (Array.isArray(errors) && errors.length > 0) return errors.every((one) => isRefused(one, depth + 1));
  return isRefused(cause['cause'], depth + 1);
}
