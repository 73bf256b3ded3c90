import { CloseOAuthError } from '../base/close-oauth-error.ts';
import type { CloseOAuthErrorCode } from '../base/close-oauth-error.ts';
import { errorCode, redactCause } from './redact-cause.ts';
import { parseResponseBody } from './response-body.ts';
import type { ReceivedResponse } from './send-request.ts';
import type { TokenRefusal } from './token-refusal.ts';

/** One kind of request to the server: the names of its errors, and the secrets to redact. */
export interface Step {
  /** The name for messages, such as "refresh". */
  readonly name: string;
  /** The error code without a verdict. */
  readonly unavailable: CloseOAuthErrorCode;
  /** The error code when the server refuses the code or the token. */
  readonly rejected: CloseOAuthErrorCode;
  /** The responses that refuse the token of a refresh. */
  readonly refusals?: readonly TokenRefusal[];
  /** The values that must not appear in any error. */
  readonly secrets: readonly (string | undefined)[];
}

const clientErrors: readonly (string | undefined)[] = ['invalid_client', 'unauthorized_client'];

// The connection failed: the request was never sent and had no effect.
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

/** Translates an error of the transport. */
export function unreachableError(error: unknown, step: Step): CloseOAuthError {
  const timedOut = error instanceof Error && error.name === 'TimeoutError';
  const what = timedOut ? 'did not respond in time' : 'could not be reached';
  return new CloseOAuthError(
    step.unavailable,
    `The authorization server ${what} (${step.name}). Try again later.`,
    {
      cause: redactCause(error, step.secrets),
      outcomeUnknown: !unsentCodes.has(errorCode(error)),
    },
  );
}

/**
 * Translates a response that is not a success. A refresh is refused only with a listed status and `error`.
 * Everything else proves nothing about the tokens; after a server error the request may even have succeeded.
 */
export function responseError(response: ReceivedResponse, step: Step): CloseOAuthError {
  const error = parseResponseBody(response.text)?.error;
  const { status } = response;
  const refusal = step.refusals?.find((listed) => listed.status === status && listed.error === error);
  const reason = refusal?.error ?? errorReason(error, step.secrets);
  const isClientError = status === 400 || status === 401;
  if (refusal === undefined && isClientError && clientErrors.includes(reason)) {
    const message = `The authorization server refused the app (${reason}). Check \`clientId\` and \`clientSecret\`.`;
    return new CloseOAuthError('client_misconfigured', message, { reason, status });
  }
  if (refusal !== undefined || (isClientError && reason && step.rejected === 'exchange_rejected')) {
    const message = `The authorization server refused the ${step.name} (${reason}). The user has to connect again.`;
    return new CloseOAuthError(step.rejected, message, { reason, status });
  }
  const detail = reason ? `${status}, ${reason}` : status;
  const message = `The authorization server could not process the ${step.name} (status ${detail}). Try again later.`;
  return new CloseOAuthError(step.unavailable, message, {
    reason,
    status,
    outcomeUnknown: status >= 500,
    retryAfterMs: retryAfterMs(response.headers),
  });
}

/** Accepts an `error` that looks like a code: other text or an echoed secret must not get into messages. */
export function errorReason(value: unknown, secrets: Step['secrets'] = []): string | undefined {
  const isCode = typeof value === 'string' && /^[a-z_]{1,40}$/.test(value);
  return isCode && !secrets.includes(value) ? value : undefined;
}

// Seconds, or a date by the server's clock, which is in the `Date` header.
function retryAfterMs(headers: Headers): number | undefined {
  const value = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+$/.test(value)) return value.length > 6 ? undefined : Number(value) * 1000;
  const pauseMs = Date.parse(value) - Date.parse(headers.get('date') ?? '');
  return Number.isNaN(pauseMs) ? undefined : Math.max(0, pauseMs);
}
