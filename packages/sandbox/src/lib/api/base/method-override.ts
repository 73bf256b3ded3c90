import { isRecord } from '../../base/is-record.ts';
import { invalidRequest } from './api-refusal.ts';

/**
 * Turns a `POST` with `x-http-method-override: GET` and the body `{"_params": {…}}` into that `GET`. Close
 * offers this for queries that are too long for a URL.
 */
export async function unwrapMethodOverride(request: Request): Promise<Request> {
  const override = request.headers.get('x-http-method-override');
  if (override?.toUpperCase() !== 'GET' || request.method !== 'POST') return request;
  const url = new URL(request.url);
  setParams(url.searchParams, await readParams(request));
  const headers = new Headers(request.headers);
  headers.delete('content-type');
  headers.delete('content-length');
  return new Request(url, { method: 'GET', headers });
}

/**
 * Moves the `_params` of a body into the query. Close takes the filters of a `PUT` to many objects in either
 * place.
 */
export function moveParams(body: Record<string, unknown>, query: URLSearchParams): Record<string, unknown> {
  const { _params: params, ...rest } = body;
  if (!isRecord(params)) return body;
  setParams(query, params);
  return rest;
}

function setParams(query: URLSearchParams, params: object): void {
  for (const [name, value] of Object.entries(params)) {
    query.set(name, Array.isArray(value) ? value.join(',') : String(value));
  }
}

async function readParams(request: Request): Promise<object> {
  const body: unknown = await request.json().catch(() => undefined);
  const params = isRecord(body) ? body['_params'] : undefined;
  if (isRecord(params)) return params;
  throw invalidRequest('x-http-method-override requires a JSON body with _params.');
}
