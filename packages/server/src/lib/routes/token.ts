import { requireSession } from '../session/browser-session.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import { jsonResponse } from '../base/json-response.ts';
import { readJson } from '../guard/read-json.ts';
import { replaceToken } from '../proxy/replace-token.ts';

/** What `POST token` answers. */
export interface TokenAnswer {
  /** To be sent to Close as Bearer, and kept in memory only. */
  readonly token: string;
  /** When it ends, in milliseconds since the epoch. */
  readonly expiresAt: number | null;
  /** What it gives access to. */
  readonly organizationId: string;
}

/**
 * `POST token`: hands the browser the access token of the session, and never the refresh token.
 *
 * A token that Close refused is named as `refused`; it is replaced unless it already was, or has just come in place of
 * another.
 *
 * @see https://www.rfc-editor.org/rfc/rfc10017
 */
export async function token(config: HandlerConfig, request: Request): Promise<Response> {
  const { record } = await requireSession(config, request);
  const { refused } = await readJson(request);
  const grant = config.oauth.grant(record);
  const { signal } = request;
  const isRefused = typeof refused === 'string' && refused !== '';
  const accessToken = isRefused
    ? await replaceToken(config, grant, { token: refused, signal })
    : await grant.get({ signal });
  const { expiresAt = null } = await grant.status();
  // One that came meanwhile is the one whose end was read.
  const current = grant.peek() ?? accessToken;
  const answer: TokenAnswer = { token: current, expiresAt, organizationId: record.organizationId };
  return jsonResponse(answer);
}
