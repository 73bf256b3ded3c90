import { CloseOAuthError } from '../base/close-oauth-error.ts';
import { inTime } from '../base/in-time.ts';
import { isWellFormed } from '../base/is-well-formed.ts';
import { TokenSet } from '../base/token-set.ts';
import type { ClientConfig, Tenant } from './client-config.ts';
import { parseCutOffBody, parseResponseBody, textOf } from './response-body.ts';
import type { ResponseBody } from './response-body.ts';
import type { ReceivedResponse } from './send-request.ts';
import { responseError } from './server-error.ts';
import type { Step } from './server-error.ts';

/** The request that a token response belongs to. */
export interface TokenRequest {
  readonly config: ClientConfig;
  readonly step: Step;
  /** When the request was sent, in milliseconds since 1970. */
  readonly requestedAt: number;
  /** The values to keep when the response of a refresh does not repeat them. */
  readonly previous: Partial<Tenant> & { readonly scope?: string; readonly refreshToken?: string };
}

const longestLifetimeMs = 365 * 24 * 3_600_000;

/**
 * Parses the response of the token endpoint. A new pair means that the old one is spent, so a malformed field
 * must not lose the new pair. oauth4webapi is too strict for that: it refuses the whole response for
 * `expires_in: null` or a missing `token_type`.
 *
 * @throws CloseOAuthError `exchange_rejected`, `exchange_unavailable`, `reauthorization_required`,
 * `refresh_unavailable` or `client_misconfigured`, by the step. Its `tokens` are a pair that cannot be used as
 * it is.
 */
export async function parseTokenResponse(
  response: ReceivedResponse,
  request: TokenRequest,
): Promise<TokenSet> {
  const { step, config } = request;
  if (response.status < 200 || response.status > 299) throw responseError(response, step);
  const body = parseResponseBody(response.text) ?? parseCutOffBody(response.text);
  const accessToken = textOf(body?.access_token);
  if (body === undefined || (accessToken ?? textOf(body.refresh_token)) === undefined) {
    const message = `The token response has no tokens (${step.name}). Try again later.`;
    throw new CloseOAuthError(step.unavailable, message, { outcomeUnknown: true, status: response.status });
  }
  const tenant = await identifyTenant(body, config);
  const tokens = toTokenSet(body, { ...request, tenant });
  assertSameTenant(tokens, tenant, request);
  if (!isBearer(body)) {
    const message = `The token response has no Bearer token (${step.name}). Try again later.`;
    const code = step.rejected === 'exchange_rejected' ? step.rejected : step.unavailable;
    throw new CloseOAuthError(code, message, { tokens });
  }
  return tokens;
}

function toTokenSet(
  body: ResponseBody,
  request: TokenRequest & { readonly tenant: Partial<Tenant> },
): TokenSet {
  const { previous, tenant, requestedAt, config } = request;
  const lifetimeMs = isBearer(body) ? parseLifetimeMs(body.expires_in, config) : 0;
  return new TokenSet({
    accessToken: textOf(body.access_token) ?? '',
    refreshToken: textOf(body.refresh_token) ?? previous.refreshToken,
    expiresAt: requestedAt + lifetimeMs,
    issuedAt: requestedAt,
    scope: textOf(body.scope) ?? previous.scope ?? '',
    organizationId: previous.organizationId ?? tenant.organizationId ?? '',
    userId: previous.userId ?? tenant.userId ?? '',
  });
}

function isBearer(body: ResponseBody): boolean {
  const type = body.token_type;
  const named = typeof type === 'string' && type.toLowerCase() !== 'bearer';
  return textOf(body.access_token) !== undefined && !named;
}

// Never unlimited: the default for everything but a positive number, and at most a year.
function parseLifetimeMs(value: unknown, config: ClientConfig): number {
  const seconds = typeof value === 'string' ? Number.parseFloat(value) : value;
  const stated = typeof seconds === 'number' && Number.isFinite(seconds) && seconds > 0;
  return stated ? Math.min(seconds * 1000, longestLifetimeMs) : (config.defaultLifetimeMs ?? 3_600_000);
}

async function identifyTenant(body: ResponseBody, config: ClientConfig): Promise<Partial<Tenant>> {
  const { timeoutMs = 10_000 } = config;
  let named: { organizationId?: unknown; userId?: unknown } | undefined;
  try {
    // Called on the options: it may be a method.
    named = config.identify
      ? await inTime(timeoutMs, () => config.identify?.(body))
      : { organizationId: body.organization_id, userId: body.user_id };
  } catch {
    // A function that fails or never settles must not lose the pair; the missing tenant is reported below.
  }
  const organizationId = parseId(named?.organizationId);
  const userId = parseId(named?.userId);
  return { ...(organizationId && { organizationId }), ...(userId && { userId }) };
}

function parseId(value: unknown): string | undefined {
  const id = textOf(value);
  return id !== undefined && isWellFormed(id) ? id : undefined;
}

function assertSameTenant(tokens: TokenSet, tenant: Partial<Tenant>, request: TokenRequest): void {
  const { step } = request;
  if (tokens.organizationId === '' || tokens.userId === '') {
    const message = `The token response names no organization or user (${step.name}). See the option \`identify\`.`;
    throw new CloseOAuthError(step.rejected, message, { tokens });
  }
  const other =
    (tenant.organizationId ?? tokens.organizationId) !== tokens.organizationId ||
    (tenant.userId ?? tokens.userId) !== tokens.userId;
  if (!other) return;
  const message = `The token response is for another organization or user (${step.name}). The user has to connect again.`;
  throw new CloseOAuthError(step.rejected, message, { tokens });
}
