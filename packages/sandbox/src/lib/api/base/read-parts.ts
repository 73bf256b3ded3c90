import { isRecord } from '../../base/is-record.ts';
import type { ApiCall, ApiRoute } from './api-call.ts';
import { invalidRequest } from './api-refusal.ts';
import { moveParams } from './method-override.ts';
import { TrackedQuery } from './tracked-query.ts';

/**
 * Reads query and body of a request.
 *
 * @throws ApiRefusal 400 unless the body is a JSON object, or empty.
 */
export async function readParts(
  request: Request,
  { method, path }: Pick<ApiRoute, 'method' | 'path'>,
): Promise<Pick<ApiCall, 'body' | 'query'>> {
  const query = new TrackedQuery(new URL(request.url).search);
  const body = await readBody(request);
  const isForMany = method === 'PUT' && !path.includes('{');
  return { query, body: isForMany ? moveParams(body, query) : body };
}

/** More than any request of Close needs: the checks of a body call themselves for each level. */
const deepest = 200;

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((item) => isDeeper(item, levels - 1));
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
