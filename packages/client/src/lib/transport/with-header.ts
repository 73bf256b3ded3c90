import type { Fetch } from './api-request.ts';

/** Sets one request header, replacing that of the caller. */
export function withHeader(name: string, value: string): (next: Fetch) => Fetch {
  return (next) => (request) => {
    const headers = new Headers(request.headers);
    headers.set(name, value);
    return next({ ...request, headers });
  };
}
