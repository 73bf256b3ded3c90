import { CloseServerError } from '../base/errors.ts';
import { isRecord } from '../base/is-record.ts';
import { readBody } from './read-body.ts';

const maxBytes = 16 * 1024;

/** Reads a small JSON object. No body is an empty one. Throws `body_invalid`, and what `readBody` throws. */
export async function readJson(request: Request): Promise<Readonly<Record<string, unknown>>> {
  const bytes = await readBody(request, maxBytes);
  if (bytes === undefined) return {};
  const value = parseObject(bytes);
  if (value !== undefined) return value;
  throw new CloseServerError('body_invalid', 'The request body is no JSON object.');
}

/** The object that bytes spell in JSON; undefined when they spell none. */
export function parseObject(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
