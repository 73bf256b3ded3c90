/** A method, so that a table of rows of their own type is one of plain rows. */
export type Compare<T> = { compare(a: T, b: T): number }['compare'];

/** With more changes, sorting all rows is faster. */
const mostPlaced = 32;

/** Rows in an order that is kept. After changes only the changed rows are placed again. */
export class SortedRows<T> {
  readonly #compare: Compare<T>;
  readonly #changed = new Set<T>();
  #rows: readonly T[] | undefined;

  /** The order must be total, and depend on nothing but the rows. */
  constructor(compare: Compare<T>) {
    this.#compare = compare;
  }

  mark(row: T): void {
    if (this.#rows !== undefined) this.#changed.add(row);
  }

  of(present: ReadonlyMap<T, unknown>): readonly T[] {
    if (this.#rows === undefined) this.#rows = [...present.keys()].toSorted(this.#compare);
    else if (this.#changed.size > 0) this.#rows = this.#place(this.#rows, present);
    this.#changed.clear();
    return this.#rows;
  }

  #place(rows: readonly T[], present: ReadonlyMap<T, unknown>): T[] {
    const placed = rows.filter((row) => !this.#changed.has(row));
    const changed = [...this.#changed].filter((row) => present.has(row));
    if (changed.length > mostPlaced) return [...placed, ...changed].toSorted(this.#compare);
    for (const row of changed) placed.splice(this.#placeOf(row, placed), 0, row);
    return placed;
  }

  /** The index of the first row that comes after this one. */
  #placeOf(row: T, rows: readonly T[]): number {
    let [low, high] = [0, rows.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const candidate = rows[middle];
      if (candidate !== undefined && this.#compare(candidate, row) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Compares two texts by code units, which sorts dates of one format by time. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
