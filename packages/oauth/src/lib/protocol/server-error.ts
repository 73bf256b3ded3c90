import { CloseOAuthError } from '../base/close-oauth-error.ts';
import type { CloseOAuthErrorCode } from '../base/close-oauth-error.ts';
import { errorCode, redactCause } from './redact-cause.ts';
import { parseReplyBody } from './reply-body.ts';
import type { Reply } from './send-request.ts';

/** One request to the server: what to call its failures, and what must not appear in them. */
export interface Step {
  /** What is being done, for messages: "the refresh". */
  readonly name: string;
  /** The code when no verdict came. */
  readonly unavailable: CloseOAuthErrorCode;
  /** The code when the server said no to this code or token. */
  readonly rejected: CloseOAuthErrorCode;
  /** The statuses with which a refusal is a verdict. */
  readonly refusalStatuses?: readonly number[] | undefined;
  /** The values that must not appear in any error. */
  readonly secrets: readonly (string | undefined)[];
}

const defaultRefusalStatuses: readonly number[] = [400, 401];

const clientErrors: ReadonlySet<string | undefined> = new Set(['invalid_client', 'unauthorized_client']);

// Failures of the connection itself: the request was never sent, so nothing can have happened.
const unsentCodes: ReadonlySet<string | undefined> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/**
 * Translates a failure to reach the server.
 *
 * @param error - What the transport threw.
 * @param step - The request it happened to.
 * @returns An error that keeps what is known: nothing was lost.
 */
export function unreachableError(error: unknown, step: Step): CloseOAuthError {
  const timedOut = error instanceof Error && error.name === 'TimeoutError';
  const why = timedOut ? 'did not answer in time' : 'could not be reached';
  return new CloseOAuthError(
    step.unavailable,
    `The authorization server ${why} for ${step.name}. Try again later.`,
    {
      cause: redactCause(error, step.secrets),
      outcomeUnknown: !unsentCodes.has(errorCode(error)),
    },
  );
}

/**
 * Translates a reply that is not a success. Only a status of refusal with a known `error` is a verdict;
 * everything else says nothing about the tokens, and a server error may even hide a success.
 *
 * @param reply - What the server answered.
 * @param step - The request it answers.
 * @returns The coded error.
 */
export function replyError(reply: Reply, step: Step): CloseOAuthError {
  const reason = errorReason(parseReplyBody(reply.text)?.error, step.secrets);
  const { status } = reply;
  const verdict = (step.refusalStatuses ?? defaultRefusalStatuses).includes(status);
  if (verdict && clientErrors.has(reason)) {
    const message = `The authorization server refused the app itself (${reason}). Check clientId and clientSecret.`;
    return new CloseOAuthError('client_misconfigured', message, { reason, status });
  }
  if (verdict && (reason === 'invalid_grant' || (reason && step.rejected === 'exchange_rejected'))) {
    const message = `The authorization server refused ${step.name} (${reason}). The user has to connect again.`;
    return new CloseOAuthError(step.rejected, message, { reason, status });
  }
  const told = `status ${status}${reason ? `, ${reason}` : ''}`;
  const message = `The authorization server gave no usable answer to ${step.name} (${told}). Try again later.`;
  return new CloseOAuthError(step.unavailable, message, {
    reason,
    status,
    outcomeUnknown: status >= 500,
    retryAfterMs: retryAfterMs(reply.headers),
  });
}

/**
 * Accepts an `error` code only when it looks like one, so that no server can put text or an echo into our messages.
 *
 * @param value - The `error` member or parameter.
 * @param secrets - The values it must not be.
 * @returns The code, or undefined.
 */
export function errorReason(value: unknown, secrets: Step['secrets'] = []): string | undefined {
  const isCode = typeof value === 'string' && /^[a-z_]{1,40}$/.test(value);
  return isCode && !secrets.includes(value) ? value : undefined;
}

// Seconds, or a date by the server's own clock, which `Date` tells.
function retryAfterMs(headers: Headers): number | undefined {
  const asked = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+$/.test(asked)) return asked.length > 6 ? undefined : Number(asked) * 1000;
  const pauseMs = Date.parse(asked) - Date.parse(headers.get('date') ?? '');
  return Number.isNaN(pauseMs) ? undefined : Math.max(0, pauseMs);
}
