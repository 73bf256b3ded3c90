/** The value by which a row is put in order. */
export type SortValue<T> = (row: T) => string | number | null;

/**
 * Orders rows by `_order_by`: a comma list, `-` for descending. Rows without a value come last.
 * Without the parameter, or with a name that is not known, the given order stays.
 */
export function orderRows<T>(
  rows: readonly T[],
  orderBy: string | null,
  fields: Readonly<Record<string, SortValue<T>>>,
): T[] {
  const keys = (orderBy ?? '').split(',').flatMap((term) => {
    const name = term.replace('-', '').trim();
    const read = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return read === undefined ? [] : [{ read, sign: term.trim().startsWith('-') ? -1 : 1 }];
  });
  return rows.toSorted((a, b) => {
    for (const { read, sign } of keys) {
      const order = compareValues(read(a), read(b), sign);
      if (order !== 0) return order;
    }
    return 0;
  });
}

/** The order of two values; what is missing comes last in both directions. */
export function compareValues(a: string | number | null, b: string | number | null, sign: number): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return (a < b ? -1 : 1) * sign;
}
