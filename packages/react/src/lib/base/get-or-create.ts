interface Entries<TKey, TValue> {
  get(key: TKey): TValue | undefined;
  set(key: TKey, value: TValue): unknown;
}

/** Returns the value of a key; creates it at the first call. */
export function getOrCreate<TKey, TValue>(
  entries: Entries<TKey, TValue>,
  key: TKey,
  create: () => TValue,
): TValue {
  const value = entries.get(key) ?? create();
  entries.set(key, value);
  return value;
}
