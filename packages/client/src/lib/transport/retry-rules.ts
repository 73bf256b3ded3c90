import { isRecord } from '../base/is-record.ts';
import { isCloseApiError } from '../errors/close-api-error.ts';
import type { CallRequest, Outcome } from './call.ts';

/** Statuses after which a read is sent again, and codes of errors. */
const passing: readonly unknown[] = [408, 502, 503, 504, 'network', 'timeout'];

/** Codes of a connection that was never established, in the words of Node, undici and Bun. */
const refused =
  /^(E(CONNREFUSED|NOTFOUND|AI_AGAIN|(HOST|NET)UNREACH)|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused|FailedToOpenSocket)$/;

/**
 * Whether a request may be sent again. Close has no idempotency keys, so a write is repeated only when the
 * server surely did not act: after a 429, or when no connection was established. A read is also repeated
 * after a lost connection, a timeout, an incomplete body, 408, 502, 503 and 504.
 */
export function isRepeatable(outcome: Outcome, { isRead, body }: CallRequest): boolean {
  // A stream can be read only once.
  if (body instanceof ReadableStream) return false;
  const error = isCloseApiError(outcome.error) ? outcome.error : undefined;
  const failure = outcome.reply ? outcome.reply.response.status : error?.code;
  if (failure === 429 || (failure === 'network' && isRefused(error?.cause))) return true;
  // A page instead of JSON comes from a wrong address, and comes again.
  const isPage = error?.response?.headers.get('content-type')?.includes('html');
  return isRead && (passing.includes(failure) || (failure === 'decode' && !isPage));
}

/** Whether no connection was established, so that the server cannot have seen the request. */
export function isRefused(cause: unknown, depth = 0): boolean {
  if (depth > 4 || !isRecord(cause)) return false;
  const { code, errors } = cause;
  if (refused.test(String(code))) return true;
  if (Array.isArray(errors) && errors.length > 0) return errors.every((one) => isRefused(one, depth + 1));
  return isRefused(cause['cause'], depth + 1);
}
