import type { Fetch } from './api-request.ts';

/**
 * Sets one request header.
 *
 * @param name - The header.
 * @param value - Its value; a value of the caller's own gives way.
 * @returns The layer.
 */
export function withHeader(name: string, value: string): (next: Fetch) => Fetch {
  return (next) => (request) => {
    const headers = new Headers(request.headers);
    headers.set(name, value);
    return next({ ...request, headers });
  };
}
