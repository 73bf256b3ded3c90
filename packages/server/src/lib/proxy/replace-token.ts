import type { Grant } from '@closekit/oauth';
import { CloseServerError } from '../base/errors.ts';
import type { HandlerConfig } from '../config/handler-config.ts';

/** A refused token, and the signal of the request that needs another one. */
export interface RefusedToken {
  readonly token: string;
  readonly signal: AbortSignal;
}

/**
 * Replaces a refused token; returns the current token if it is already another one.
 *
 * @throws CloseServerError `reauthorization_required` when the refused token is itself a recent replacement.
 * @throws CloseOAuthError `reauthorization_required`, `refresh_unavailable` or another code of `grant.get`.
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

/** The error when Close refuses even a new token: the user must connect again. */
export function freshTokenRefused(): CloseServerError {
  return new CloseServerError(
    'reauthorization_required',
    'Close refused a token it has just issued. Connect again.',
  );
}
