import type { Grant } from '@closekit/oauth';
import { requireSession } from '../session/browser-session.ts';
import { assertAllowed } from '../guard/assert-allowed.ts';
import { toCall } from '../guard/to-call.ts';
import { CloseServerError } from '../base/errors.ts';
import { toBrowserHeaders, toUpstreamHeaders } from './forwarded-headers.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import { parseProxyPath } from './path.ts';
import { readBody } from '../guard/read-body.ts';
import { freshTokenRefused, replaceToken } from './replace-token.ts';
import { sendUpstream } from './send-upstream.ts';
import type { UpstreamRequest } from './send-upstream.ts';
import type { SessionRecord } from '../stores/session-store.ts';

/** `api/v1/…`: forwards one call to Close with the session's token. */
export async function proxy(config: HandlerConfig, request: Request, url: URL): Promise<Response> {
  const path = parseProxyPath(url.pathname.slice(config.basePath.length));
  const current = await requireSession(config, request);
  assertOrganization(request, current.record);
  await assertAllowed(config, toCall(config, request, url.pathname), current.record);
  const upstream = {
    url: `${config.apiOrigin}${path}${url.search}`,
    method: request.method,
    headers: toUpstreamHeaders(request),
    body:
      request.method === 'GET'
        ? undefined
        : await readBody(request, { maxBytes: config.maxBodyBytes, timeoutMs: config.bodyTimeoutMs }),
    signal: request.signal,
  };
  const response = await sendWithGrant(config, config.oauth.grant(current.record), upstream);
  // The body is streamed. With 204 and 205, `Response` refuses even an empty stream.
  const body = response.status === 204 || response.status === 205 ? null : response.body;
  return new Response(body, { status: response.status, headers: toBrowserHeaders(response.headers) });
}

/** All tabs share one cookie: a page that has not noticed a switch must not write to the new organization. */
function assertOrganization(request: Request, { organizationId }: SessionRecord): void {
  const wanted = request.headers.get('x-closekit-organization') ?? organizationId;
  if (wanted === organizationId) return;
  throw new CloseServerError('organization_changed', 'This browser has switched to another organization.');
}

/** Replaces a refused token once and repeats the call once, with the same bytes. */
async function sendWithGrant(
  config: HandlerConfig,
  grant: Grant,
  upstream: Omit<UpstreamRequest, 'token'>,
): Promise<Response> {
  const { signal } = upstream;
  const { replacements } = config;
  const token = await grant.get({ signal });
  const first = await sendUpstream(config, { ...upstream, token });
  if (first.ok) replacements.accept(grant, token);
  if (first.status !== 401) return first;
  await discard(first);
  const next = await replaceToken(config, grant, { token, signal });
  const second = await sendUpstream(config, { ...upstream, token: next });
  if (second.ok) replacements.accept(grant, next);
  if (second.status !== 401) return second;
  await discard(second);
  throw freshTokenRefused();
}

async function discard(response: Response): Promise<void> {
  await response.body?.cancel().catch(() => undefined);
}
