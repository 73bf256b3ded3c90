import { readSessionCookie } from '../session/cookie.ts';
import { CloseServerError } from '../base/errors.ts';
import { startFlowCookies } from '../session/flow-cookie.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import { createOpaqueId, digest } from '../base/opaque-id.ts';
import { formatLoginContext } from '../session/login-context.ts';
import { redirect } from '../base/redirect.ts';
import { parseReturnTo } from '../guard/return-to.ts';

/** `GET login?returnTo=`: starts an attempt and sends the browser to Close. */
export async function login(config: HandlerConfig, request: Request, url: URL): Promise<Response> {
  const id = readSessionCookie(config, request);
  const context = formatLoginContext({
    returnTo: parseReturnTo(config, url.searchParams.get('returnTo')),
    previousSession: id === undefined ? undefined : await digest(id),
    sessionId: createOpaqueId(),
  });
  const started = await config.oauth.startAuthorization({ context });
  const { url: authorizationUrl, transaction, lifetimeMs } = started;
  assertRedirectUri(config, authorizationUrl);
  // An integer, because a dot ends it in the cookie.
  const flow = { expiresAt: Math.ceil(config.now() + lifetimeMs), transaction };
  const state = authorizationUrl.searchParams.get('state') ?? '';
  return redirect(authorizationUrl.href, await startFlowCookies(config, request, { state, flow }));
}

/** Without this check, a wrong `redirectUri` only fails at Close, after the user's consent. */
function assertRedirectUri(config: HandlerConfig, authorizationUrl: URL): void {
  const expected = `${config.origin}${config.basePath}/callback`;
  const actual = authorizationUrl.searchParams.get('redirect_uri') ?? expected;
  if (actual === expected) return;
  throw new CloseServerError(
    'redirect_uri_mismatch',
    `The option \`redirectUri\` of createCloseOAuth is ${actual}, but must be ${expected} for this handler.`,
  );
}
