import { isRecord } from '../base/is-record.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Returns the input of an operation in canonical form, so that equal calls share a key: a copy with sorted
 * names, sorted `_fields`, and without `undefined` or transport options.
 *
 * @param input - Path parameters, query parameters and body of a call.
 */
export function canonicalInput({
  signal: _signal,
  headers: _headers,
  timeoutMs: _limit,
  ...input
}: Fields): Fields {
  return canonicalObject(input, false);
}

function canonicalObject(input: Fields, isFields: boolean): Fields {
  const output: Record<string, unknown> = {};
  for (const name of Object.keys(input).toSorted()) {
    if (input[name] !== undefined) output[name] = canonicalValue(input[name], isFields || name === '_fields');
  }
  return output;
}

function canonicalValue(value: unknown, isFields: boolean): unknown {
  if (value instanceof Date) return value.toJSON();
  if (!Array.isArray(value)) return isRecord(value) ? canonicalObject(value, isFields) : value;
  const items = value.map((item: unknown) => canonicalValue(item, isFields));
  return isFields ? items.map(String).toSorted() : items;
}
