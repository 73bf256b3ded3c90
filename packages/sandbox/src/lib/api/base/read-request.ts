import type { ApiCall, ApiRoute } from './api-call.ts';
import { refuseNotUnderstood, invalidRequest } from './api-call.ts';
import { isRecord } from '../../base/is-record.ts';

/** The parameters of a query. It remembers which were read, so that none is silently ignored. */
export class TrackedQuery extends URLSearchParams {
  readonly #read = new Set<string>();

  override get(name: string): string | null {
    this.#read.add(name);
    return super.get(name);
  }

  override has(name: string): boolean {
    this.#read.add(name);
    return super.has(name);
  }

  unread(): string[] {
    const given = [...this].filter(([, value]) => value !== '').map(([name]) => name);
    return [...new Set(given)].filter((name) => !this.#read.has(name));
  }
}

/** Refuses the parameters that a handler did not read. Called before the handler changes anything. */
export function refuseUnread({ isStrict, query }: Pick<ApiCall, 'isStrict' | 'query'>): void {
  refuseParameters({ isStrict }, query instanceof TrackedQuery ? query.unread() : []);
}

export function refuseParameters(call: Pick<ApiCall, 'isStrict'>, names: readonly string[]): void {
  const message = 'The sandbox does not support this parameter here.';
  refuseNotUnderstood(call, ...names.map((field) => ({ field, message: `${field}: ${message}` })));
}

/** More than any request of Close needs: the checks of a body call themselves for each level. */
const deepest = 200;

/**
 * Turns a `POST` with `x-http-method-override: GET` and the body `{"_params": {…}}` into that `GET`. Close
 * offers this for queries that are too long for a URL.
 */
export async function unwrapMethodOverride(request: Request): Promise<Request> {
  const override = request.headers.get('x-http-method-override');
  if (override?.toUpperCase() !== 'GET' || request.method !== 'POST') return request;
  const url = new URL(request.url);
  const body: unknown = await request.json().catch(() => undefined);
  const params = isRecord(body) ? body['_params'] : undefined;
  if (!isRecord(params)) throw invalidRequest('x-http-method-override requires a JSON body with _params.');
  setParams(url.searchParams, params);
  const headers = new Headers(request.headers);
  headers.delete('content-type');
  headers.delete('content-length');
  return new Request(url, { method: 'GET', headers });
}

/**
 * Reads query and body of a request. Close takes the filters of a `PUT` to many objects in the query or as `_params`
 * of the body.
 */
export async function readParts(
  request: Request,
  { method, path }: Pick<ApiRoute, 'method' | 'path'>,
): Promise<Pick<ApiCall, 'body' | 'query'>> {
  const query = new TrackedQuery(new URL(request.url).search);
  const body = await readBody(request);
  const { _params: params, ...rest } = body;
  if (method !== 'PUT' || path.includes('{') || !isRecord(params)) return { query, body };
  setParams(query, params);
  return { query, body: rest };
}

function setParams(query: URLSearchParams, params: object): void {
  for (const [name, value] of Object.entries(params)) {
    query.set(name, Array.isArray(value) ? value.join(',') : String(value));
  }
}

async function readBody(request: Request): Promise<Record<string, unknown>> {
  const text = await request.text();
  if (text === '') return {};
  const body = parseJson(text);
  if (isDeeper(body, deepest)) throw invalidRequest('The body is nested too deeply.');
  if (isRecord(body)) return { ...body };
  throw invalidRequest('The body must be a JSON object.');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidRequest('The body is not JSON.');
  }
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((item) => isDeeper(item, levels - 1));
}

/** Reads the header `x-tz-offset`, the caller's hours ahead of UTC, in milliseconds. */
export function readTimeZone({ headers }: Request, call: Pick<ApiCall, 'isStrict'>): number {
  const text = headers.get('x-tz-offset')?.trim() ?? '0';
  const isOffset = /^[+-]?\d{1,2}(?:\.\d+)?$/.test(text) && Math.abs(Number(text)) <= 14;
  if (isOffset) return Number(text) * 3_600_000;
  const message = `The header \`x-tz-offset\` must be a number of hours from -14 to 14, not "${text}".`;
  refuseNotUnderstood(call, { field: 'x-tz-offset', message });
  return 0;
}
