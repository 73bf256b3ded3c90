import { requireSession } from '../session/browser-session.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import { jsonResponse } from '../base/json-response.ts';
import { readJson } from '../guard/read-json.ts';
import { readGrantStatus } from '../session/grant-status.ts';
import { replaceToken } from '../proxy/replace-token.ts';

/** The response of `POST token`. */
export interface AccessTokenResponse {
  /** The access token. Send it to Close as `Bearer` and hold it in memory only. */
  readonly token: string;
  /** When the token expires, in milliseconds since 1970; `null` when that is not known. */
  readonly expiresAt: number | null;
  /** The organization that the token gives access to. */
  readonly organizationId: string;
  /** The user who the token acts for. */
  readonly userId: string;
}

/**
 * `POST token`: returns the access token of the session to the browser, never the refresh token.
 *
 * The page sends a token that Close refused as `refused`. It is replaced unless it already was, or is itself
 * a recent replacement.
 *
 * @see https://www.rfc-editor.org/rfc/rfc10017
 */
export async function token(config: HandlerConfig, request: Request): Promise<Response> {
  const { record } = await requireSession(config, request);
  const { refused } = await readJson(config, request);
  const grant = config.oauth.grant(record);
  const { signal } = request;
  const isRefused = typeof refused === 'string' && refused !== '';
  const accessToken = isRefused
    ? await replaceToken(config, grant, { token: refused, signal })
    : await grant.get({ signal });
  const { expiresAt = null } = await readGrantStatus(grant);
  // After a refresh in the meantime, `expiresAt` belongs to the newer token.
  const current = grant.peek() ?? accessToken;
  const { organizationId, userId } = record;
  const response: AccessTokenResponse = { token: current, expiresAt, organizationId, userId };
  return jsonResponse(response);
}
