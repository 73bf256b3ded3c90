import { isRecord } from '../base/is-record.ts';

/** The messages of an error response. */
export interface ErrorBody {
  readonly errors: readonly string[];
  readonly fieldErrors: Readonly<Record<string, string>>;
  /** The machine-readable code of a CloseKit server. */
  readonly backendCode: string | undefined;
}

/** Reads an error body in any of Close's shapes: `{ errors, "field-errors" }` or `{ error }`. */
export function parseErrorBody(body: unknown): ErrorBody {
  const { errors, error, code, 'field-errors': fields } = isRecord(body) ? body : {};
  return {
    errors: [errors ?? error].flat().filter((text) => typeof text === 'string'),
    fieldErrors: Object.fromEntries(flatten(fields, '')),
    backendCode: typeof code === 'string' ? code : undefined,
  };
}

/** Close sends text for each field, but nested lists and objects are possible: `contacts.0.emails`. */
function flatten(value: unknown, path: string): (readonly [string, string])[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value) && value.every((item) => typeof item === 'string'))
    return [[path, value.join(' ')]];
  if (typeof value !== 'object') return [[path, typeof value === 'string' ? value : JSON.stringify(value)]];
  return Object.entries(value).flatMap(([key, item]) => flatten(item, path ? `${path}.${key}` : key));
}
