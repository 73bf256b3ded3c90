import { isRecord } from '../base/is-record.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Options of the transport, which are never part of a key. */
const transportOptions = new Set(['signal', 'headers', 'timeoutMs']);

/**
 * Returns the input of an operation in canonical form, so that equal calls share a key: a copy with sorted
 * names, sorted `_fields`, and without `undefined` or transport options.
 *
 * @param input - Path parameters, query parameters and body of a call.
 */
export function canonicalInput(input: Fields): Fields {
  const selected = Object.entries(input).filter(([name]) => !transportOptions.has(name));
  return canonicalObject(Object.fromEntries(selected), false);
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
