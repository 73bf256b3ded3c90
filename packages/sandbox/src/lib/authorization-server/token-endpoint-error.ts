/** The error codes of RFC 6749 §5.2 that the sandbox uses. */
export type TokenErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_scope'
  | 'unsupported_grant_type';

const noStoreHeaders = { 'cache-control': 'no-store', pragma: 'no-cache' };

/** A JSON response that must not be cached. */
export function uncachedJson(
  body: unknown,
  init: { status?: number; headers?: Record<string, string> } = {},
): Response {
  return Response.json(body, { ...init, headers: { ...noStoreHeaders, ...init.headers } });
}

/** An error response (RFC 6749 §5.2). */
export function tokenError(error: TokenErrorCode, description: string): Response {
  return uncachedJson({ error, error_description: description }, { status: 400 });
}

/**
 * The response to failed client authentication, with a challenge if the client used the header.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-5.2
 */
export function clientError(usedHeader: boolean): Response {
  const headers: Record<string, string> = usedHeader
    ? { 'www-authenticate': 'Basic realm="Close sandbox"' }
    : {};
  const body = { error: 'invalid_client', error_description: 'Client authentication failed.' };
  return uncachedJson(body, { status: 401, headers });
}
