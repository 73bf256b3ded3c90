/** Reads the value that rows are sorted by. */
export type SortValue<T> = (row: T) => string | number | null;

/**
 * Sorts rows by `_order_by`: a comma list, `-` for descending. Rows without a value come last. Unknown names
 * are ignored.
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

/** Compares two values; missing ones come last in both directions. */
export function compareValues(a: string | number | null, b: string | number | null, sign: number): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return (a < b ? -1 : 1) * sign;
}
