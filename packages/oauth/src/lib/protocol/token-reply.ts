import { CloseOAuthError } from '../base/close-oauth-error.ts';
import { sleep } from '../base/sleep.ts';
import { TokenSet } from '../base/token-set.ts';
import type { ClientConfig, Tenant } from './client-config.ts';
import { parseCutOffBody, parseReplyBody, textOf } from './reply-body.ts';
import type { ReplyBody } from './reply-body.ts';
import type { Reply } from './send-request.ts';
import { replyError } from './server-error.ts';
import type { Step } from './server-error.ts';

/** What is known before the token endpoint answers. */
export interface TokenRequest {
  readonly config: ClientConfig;
  readonly step: Step;
  /** When the request was sent, in milliseconds since 1970. */
  readonly requestedAt: number;
  /** What a refresh carries over where the reply is silent. */
  readonly previous: Partial<Tenant> & { readonly scope?: string; readonly refreshToken?: string };
}

const longestLifetimeMs = 365 * 24 * 3_600_000;

/**
 * Turns the token endpoint's reply into a token set. Once the server has answered with a pair, the one sent
 * before is spent, so nothing about the reply's form may throw the pair away. That is why the strict judgement of
 * oauth4webapi is not asked: it refuses a whole reply for `expires_in: null` or a missing `token_type`.
 *
 * @param reply - Status, headers and body.
 * @param request - What was asked.
 * @returns The tokens.
 * @throws CloseOAuthError in the codes of the step; its `tokens` hold a pair that came but cannot be used.
 */
export async function readTokenReply(reply: Reply, request: TokenRequest): Promise<TokenSet> {
  const { step, config } = request;
  if (reply.status < 200 || reply.status > 299) throw replyError(reply, step);
  const body = parseReplyBody(reply.text) ?? parseCutOffBody(reply.text);
  const accessToken = textOf(body?.access_token);
  if (body === undefined || (accessToken ?? textOf(body.refresh_token)) === undefined) {
    const message = `The authorization server answered ${step.name} with something that holds no tokens. Try again later.`;
    throw new CloseOAuthError(step.unavailable, message, { outcomeUnknown: true, status: reply.status });
  }
  const tenant = await identifyTenant(body, config);
  const tokens = toTokenSet(body, { ...request, tenant });
  assertSameTenant(tokens, tenant, request);
  if (!isBearer(body)) {
    const message = `The authorization server answered ${step.name} without a Bearer token. The pair was kept; try again.`;
    const code = step.rejected === 'exchange_rejected' ? step.rejected : step.unavailable;
    throw new CloseOAuthError(code, message, { tokens });
  }
  return tokens;
}

function toTokenSet(body: ReplyBody, request: TokenRequest & { readonly tenant: Partial<Tenant> }): TokenSet {
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

function isBearer(body: ReplyBody): boolean {
  const type = body.token_type;
  const named = typeof type === 'string' && type.toLowerCase() !== 'bearer';
  return textOf(body.access_token) !== undefined && !named;
}

// Never "for ever": whatever is not a positive number is the default, and nothing lasts longer than a year.
function parseLifetimeMs(value: unknown, config: ClientConfig): number {
  const seconds = typeof value === 'string' ? Number.parseFloat(value) : value;
  const stated = typeof seconds === 'number' && Number.isFinite(seconds) && seconds > 0;
  return stated ? Math.min(seconds * 1000, longestLifetimeMs) : (config.defaultLifetimeMs ?? 3_600_000);
}

const unknownTenant = (): undefined => undefined;

async function identifyTenant(body: ReplyBody, config: ClientConfig): Promise<Partial<Tenant>> {
  let named: { organizationId?: unknown; userId?: unknown } | undefined;
  const done = new AbortController();
  const limit = sleep(config.timeoutMs ?? 10_000, done.signal).then(unknownTenant, unknownTenant);
  try {
    // One that never answers must not hold the pair for ever either.
    named = config.identify
      ? await Promise.race([config.identify(body), limit])
      : { organizationId: body.organization_id, userId: body.user_id };
  } catch {
    // The pair must survive a mistake in the caller's function; the missing tenant is reported below.
  } finally {
    done.abort();
  }
  const organizationId = textOf(named?.organizationId);
  const userId = textOf(named?.userId);
  return { ...(organizationId && { organizationId }), ...(userId && { userId }) };
}

function assertSameTenant(tokens: TokenSet, tenant: Partial<Tenant>, request: TokenRequest): void {
  const { step } = request;
  if (tokens.organizationId === '' || tokens.userId === '') {
    const message = `The authorization server did not say whose tokens it gave for ${step.name}. See the option identify.`;
    throw new CloseOAuthError(step.rejected, message, { tokens });
  }
  const other =
    (tenant.organizationId ?? tokens.organizationId) !== tokens.organizationId ||
    (tenant.userId ?? tokens.userId) !== tokens.userId;
  if (!other) return;
  const message = `The authorization server answered ${step.name} for another organization or user. The user has to connect again.`;
  throw new CloseOAuthError(step.rejected, message, { tokens });
}
