import { isRecord } from './is-record.ts';

/** The messages of an error response. */
export interface ErrorBody {
  readonly errors: readonly string[];
  readonly fieldErrors: Readonly<Record<string, string>>;
  /** The machine-readable code that a CloseKit server puts beside its message. */
  readonly code: string | undefined;
}

/**
 * Reads an error body in any of the shapes Close uses: `{ errors, "field-errors" }` or `{ error }`.
 *
 * @param body The parsed JSON, or text when it was none.
 * @returns The messages; empty lists when the body has none.
 */
export function parseErrorBody(body: unknown): ErrorBody {
  if (!isRecord(body)) return { errors: [], fieldErrors: {}, code: undefined };
  const errors = Array.isArray(body['errors']) ? body['errors'] : [body['error']];
  return {
    errors: errors.filter((text) => typeof text === 'string'),
    fieldErrors: Object.fromEntries(flatten(body['field-errors'], '')),
    code: typeof body['code'] === 'string' ? body['code'] : undefined,
  };
}

/** Close gives text per field, but nested lists and objects are possible: `contacts.0.emails`. */
function flatten(value: unknown, path: string): (readonly [string, string])[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value) && value.every((item) => typeof item === 'string'))
    return [[path, value.join(' ')]];
  if (!isRecord(value) && !Array.isArray(value))
    return [[path, typeof value === 'string' ? value : JSON.stringify(value)]];
  return Object.entries(value).flatMap(([key, item]) => flatten(item, path ? `${path}.${key}` : key));
}
