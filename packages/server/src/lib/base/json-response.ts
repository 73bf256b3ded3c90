/** The options of {@link jsonResponse}. */
export interface JsonResponseOptions {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  /** `Set-Cookie` values. */
  readonly cookies?: readonly string[];
}

/** The headers of every JSON response. */
export const jsonHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-type': 'application/json',
  'x-content-type-options': 'nosniff',
};

/** A JSON response that must not be cached. With `null` as the body it is an empty 204. */
export function jsonResponse(body: object | null, options: JsonResponseOptions = {}): Response {
  const headers = new Headers({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...options.headers,
  });
  for (const cookie of options.cookies ?? []) headers.append('set-cookie', cookie);
  if (body === null) return new Response(null, { status: options.status ?? 204, headers });
  headers.set('content-type', 'application/json');
  return new Response(JSON.stringify(body), { status: options.status ?? 200, headers });
}
