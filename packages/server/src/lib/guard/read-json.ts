import { CloseServerError } from '../base/errors.ts';
import { isRecord } from '../base/is-record.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import { readBody } from './read-body.ts';

const maxBytes = 16 * 1024;

/**
 * Reads a small JSON object; an empty body is `{}`.
 *
 * @throws CloseServerError `body_invalid` when the body is not a JSON object; `body_too_large`,
 * `body_timeout`, `aborted` or `body_unreadable` as `readBody`.
 */
export async function readJson(
  { bodyTimeoutMs }: HandlerConfig,
  request: Request,
): Promise<Readonly<Record<string, unknown>>> {
  const bytes = await readBody(request, { maxBytes, timeoutMs: bodyTimeoutMs });
  if (bytes === undefined) return {};
  const value = parseObject(bytes);
  if (value !== undefined) return value;
  throw new CloseServerError('body_invalid', 'The request body must be a JSON object.');
}

/** Parses a JSON object from UTF-8; `undefined` for any other bytes. */
function parseObject(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
