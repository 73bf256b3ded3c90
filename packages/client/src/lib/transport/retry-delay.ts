import type { ApiRequest } from './api-request.ts';
import { isCloseApiError } from '../errors/close-api-error.ts';
import { retryAfterMs } from '../errors/retry-after.ts';

/** How one attempt ended. */
export type Outcome = { readonly response: Response } | { readonly error: unknown };

const firstDelayMs = 500;
const longestDelayMs = 8_000;

/**
 * Decides whether a request may be sent again, and when. Close has no idempotency keys, so a write is repeated
 * only after a 429, when the server surely did not act; reads also after 502, 503, 504, a lost connection or a time-out.
 *
 * @param outcome - How the attempt ended.
 * @param request - The request.
 * @param state - `attempt` counts from 1; `now` in milliseconds; `random` gives 0 up to 1.
 * @returns The wait in milliseconds, or `undefined` to leave it at this outcome. What the server asks for is taken
 * as it is; our own back-off doubles and has full jitter.
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
