/** A `Map` or a `Set` with text keys, in the order of insertion. */
interface Entries {
  readonly size: number;
  keys(): Iterable<string>;
  delete(key: string): boolean;
}

/** Removes the oldest entry when there are more than `limit`. */
export function dropOldest(entries: Entries, limit: number): void {
  if (entries.size <= limit) return;
  const [oldest] = entries.keys();
  if (oldest !== undefined) entries.delete(oldest);
}
