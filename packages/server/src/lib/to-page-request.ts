// Only requests with a body, or with a method that may have one, have these.
const writingHeaders = ['origin', 'content-length', 'content-type', 'transfer-encoding'];

/**
 * Completes headers to a request. Its path is unknown, and its method is derived: what a page visit never sends makes
 * it a POST, whose origin is checked.
 */
export function toPageRequest(page: Request | Headers): Request {
  if ('url' in page) return page;
  const headers = new Headers(page);
  const method = writingHeaders.some((name) => headers.has(name)) ? 'POST' : 'GET';
  return new Request('http://localhost/', { method, headers });
}
