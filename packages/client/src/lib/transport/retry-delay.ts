import type { ApiRequest } from './api-request.ts';
import { isCloseApiError } from '../errors/close-api-error.ts';
import { retryAfterMs } from '../errors/retry-after.ts';

/** The outcome of one attempt. */
export type Outcome = { readonly response: Response } | { readonly error: unknown };

const firstDelayMs = 500;
const longestDelayMs = 8_000;

/**
 * Decides whether a request may be sent again, and after which delay. Close has no idempotency keys, so a
 * write is repeated only after a 429, which proves that the server did not act. A GET is also repeated after
 * 502, 503, 504, a lost connection or a timeout.
 *
 * @param outcome - The outcome of the attempt.
 * @param request - The request.
 * @param state - `attempt` counts from 1; `now` in milliseconds; `random` returns 0 up to 1.
 * @returns The delay in milliseconds, or `undefined` to keep this outcome. A delay that the server asks for
 * is used as it is; our own back-off doubles and has full jitter.
 */
export function retryDelayMs(
  outcome: Outcome,
  request: ApiRequest,
  state: { readonly attempt: number; readonly now: number; readonly random: () => number },
): number | undefined {
  if (request.streamed || !isRepeatable(outcome, request.template.method)) return undefined;
  const asked = 'response' in outcome ? retryAfterMs(outcome.response, state.now) : undefined;
  return asked ?? state.random() * Math.min(longestDelayMs, firstDelayMs * 2 ** (state.attempt - 1));
}

function isRepeatable(outcome: Outcome, method: string): boolean {
  if ('response' in outcome && outcome.response.status === 429) return true;
  if (method !== 'GET') return false;
  if ('response' in outcome) return [502, 503, 504].includes(outcome.response.status);
  return isCloseApiError(outcome.error) && ['network', 'timeout'].includes(outcome.error.code);
}
