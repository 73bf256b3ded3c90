import { CloseOAuthError } from '@closekit/oauth';
import type { Grant, GrantStatus } from '@closekit/oauth';
import { settlesWithin } from '../base/settles-within.ts';

const limitMs = 10_000;

/**
 * Reads the status of a grant. A token store of the app that hangs must not hold a request.
 *
 * @throws CloseOAuthError `store_unavailable` after ten seconds, and the codes of `grant.status`.
 */
export function readGrantStatus(grant: Grant): Promise<GrantStatus> {
  return withinTime(grant.status(), limitMs);
}

/**
 * Waits for work of the vault, which waits for its store. The work goes on.
 *
 * @throws CloseOAuthError `store_unavailable` after the limit, and the error of the work.
 */
export async function withinTime<Result>(work: Promise<Result>, timeoutMs: number): Promise<Result> {
  if (await settlesWithin(work, timeoutMs)) return work;
  throw new CloseOAuthError('store_unavailable', 'The token store has not responded in time. Try again.');
}
