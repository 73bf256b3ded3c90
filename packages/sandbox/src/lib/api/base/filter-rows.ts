type Operator = (value: unknown, wanted: string) => boolean;

const operators: Readonly<Record<string, Operator>> = {
  '': isOneOf,
  in: isOneOf,
  gt: (value, wanted) => compare(value, wanted) > 0,
  gte: (value, wanted) => compare(value, wanted) >= 0,
  lt: (value, wanted) => compare(value, wanted) < 0,
  lte: (value, wanted) => compare(value, wanted) <= 0,
};

/** Reads a field's value for filtering, or `undefined` where the list has no such filter. */
export type FilterValue<T> = (row: T) => unknown;

/**
 * Keeps the rows that pass every filter of the query: `name`, `name__in` (comma lists both) and `__gt __gte __lt __lte`.
 * Names that are not in `fields` are left alone.
 */
export function filterRows<T>(
  rows: readonly T[],
  query: URLSearchParams,
  fields: Readonly<Record<string, FilterValue<T>>>,
): T[] {
  const tests = [...query].flatMap(([key, wanted]) => {
    const [, name = '', suffix = ''] = /^(.+?)(?:__(in|gte|gt|lte|lt))?$/.exec(key) ?? [];
    const read = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const operator = operators[suffix];
    if (read === undefined || operator === undefined || wanted === '') return [];
    return [(row: T) => operator(read(row), wanted)];
  });
  return rows.filter((row) => tests.every((test) => test(row)));
}

function isOneOf(value: unknown, wanted: string): boolean {
  return wanted.split(',').includes(textOf(value));
}

/** Numbers by size, moments by time, all else by spelling. No value is NaN: it passes no range. */
function compare(value: unknown, wanted: string): number {
  if (typeof value === 'number') return value - Number(wanted);
  // In a query a bare `+` of an offset arrives as a space.
  return momentOf(textOf(value)) - momentOf(wanted.replace(' ', '+'));
}

/** A single value as text. What has none becomes a text that no filter asks for. */
function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}

/** A date or a date with time as a number. Without an offset it is UTC, as Close means it. */
export function momentOf(text: string): number {
  const hasOffset = /(?:Z|[+-]\d{2}:?\d{2})$/.test(text) || !text.includes('T');
  return Date.parse(hasOffset ? text : `${text}Z`);
}
