type Operator = (value: unknown, wanted: string) => boolean;

const operators: Readonly<Record<string, Operator>> = {
  '': isOneOf,
  in: isOneOf,
  gt: (value, wanted) => compare(value, wanted) > 0,
  gte: (value, wanted) => compare(value, wanted) >= 0,
  lt: (value, wanted) => compare(value, wanted) < 0,
  lte: (value, wanted) => compare(value, wanted) <= 0,
};

/** Reads the value that a filter compares. */
export type FilterValue<T> = (row: T) => unknown;

/**
 * Filters rows by the query: `name` and `name__in` (both take comma lists), `__gt`, `__gte`, `__lt` and
 * `__lte`. A reader may return a list; one of its values must match.
 */
export function filterRows<T>(
  rows: readonly T[],
  query: URLSearchParams,
  fields: Readonly<Record<string, FilterValue<T>>>,
): T[] {
  const tests = Object.entries(fields).flatMap(([name, read]) =>
    Object.entries(operators).flatMap(([suffix, operator]) => {
      const wanted = query.get(suffix === '' ? name : `${name}__${suffix}`);
      return wanted === null || wanted === '' ? [] : [(row: T) => operator(read(row), wanted)];
    }),
  );
  return rows.filter((row) => tests.every((test) => test(row)));
}

/** Of a list, one item must be wanted. */
function isOneOf(value: unknown, wanted: string): boolean {
  const choices = wanted.split(',');
  return [value].flat().some((one) => choices.includes(scalarText(one)));
}

/** Compares numbers, or dates otherwise. The result is NaN without a value, so no range matches. */
function compare(value: unknown, wanted: string): number {
  if (typeof value === 'number') return value - Number(wanted);
  // An unescaped `+` of an offset arrives as a space.
  return momentOf(scalarText(value)) - momentOf(wanted.replace(' ', '+'));
}

/** A scalar as text; other values as an empty text, which matches no filter. */
function scalarText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}

/** Parses a date or timestamp to milliseconds. Without an offset it is UTC, as in Close. */
export function momentOf(text: string): number {
  const hasOffset = /(?:Z|[+-]\d{2}:?\d{2})$/.test(text) || !text.includes('T');
  return Date.parse(hasOffset ? text : `${text}Z`);
}
