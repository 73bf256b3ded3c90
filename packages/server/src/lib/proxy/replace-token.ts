import type { Grant } from '@closekit/oauth';
import { CloseServerError } from '../base/errors.ts';
import type { HandlerConfig } from '../config/handler-config.ts';

/** A token that was refused, and who waits for another one. */
export interface RefusedToken {
  readonly token: string;
  readonly signal: AbortSignal;
}

/**
 * A token in place of one that was refused; the current one if that is another already. Throws
 * `reauthorization_required` when the refused one has itself just come in place of another, and what `grant.get` throws.
 */
export async function replaceToken(
  { replacements }: HandlerConfig,
  grant: Grant,
  { token, signal }: RefusedToken,
): Promise<string> {
  const isFresh = replacements.has(grant, token);
  const isCurrent = (grant.peek() ?? token) === token;
  if (!isFresh) grant.invalidate(token);
  const next = await grant.get({ signal });
  if (isFresh && next === token) throw freshTokenRefused();
  if (!isFresh && isCurrent && next !== token) replacements.add(grant, next);
  return next;
}

/** The failure that only signing in again can mend. */
export function freshTokenRefused(): CloseServerError {
  return new CloseServerError('reauthorization_required', 'Close refuses a token it has just issued.');
}
