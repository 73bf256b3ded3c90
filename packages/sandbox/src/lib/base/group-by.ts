/** Groups items by a key, in the order of their first item. */
export function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** The sum of a number of each item; without the number, nothing is added. */
export function sumOf<T>(items: readonly T[], read: (item: T) => number | null): number {
  return items.reduce((sum, item) => sum + (read(item) ?? 0), 0);
}
