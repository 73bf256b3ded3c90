import { isCloseApiError } from '../errors/close-api-error.ts';
import type { CallRequest, Outcome } from './call.ts';

/** Rules of a client. */
export interface RetryRules {
  /** Whether a 429 is sent again. */
  readonly reacts: boolean;
}

/** Statuses after which a read is sent again, and codes of errors. */
const passing: readonly unknown[] = [408, 502, 503, 504, 'network', 'timeout'];

/**
 * Whether a request may be sent again. Close has no idempotency keys, so a write is repeated only when the
 * server surely did not act: after a 429, or when no connection was established. A read is also repeated
 * after a lost connection, a timeout, an incomplete body, 408, 502, 503 and 504.
 */
export function isRepeatable(
  outcome: Outcome,
  { isRead, isRefused }: CallRequest,
  { reacts }: RetryRules,
): boolean {
  const error = isCloseApiError(outcome.error) ? outcome.error : undefined;
  const failure = outcome.reply ? outcome.reply.response.status : error?.code;
  if (failure === 429) return reacts;
  if (failure === 'network' && isRefused?.(error?.cause)) return true;
  // A page instead of JSON comes from a wrong address, and comes again.
  const isPage = error?.response?.headers.get('content-type')?.includes('html');
  return isRead && (passing.includes(failure) || (failure === 'decode' && !isPage));
}
