import { isRecord } from '../base/is-record.ts';

type Fields = Readonly<Record<string, unknown>>;

/** How a call travels, as opposed to what it asks for: never part of a key. */
const transportOptions = new Set(['signal', 'headers', 'timeoutMs']);

/**
 * Writes the input of an operation in one canonical way, so that calls which ask for the same thing share a key.
 *
 * @param input - Path parameters, query parameters and body of a call.
 * @returns A copy with sorted names, sorted `_fields`, and without `undefined` or transport options.
 */
export function canonicalInput(input: Fields): Fields {
  const asked = Object.entries(input).filter(([name]) => !transportOptions.has(name));
  return canonicalObject(Object.fromEntries(asked), false);
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
